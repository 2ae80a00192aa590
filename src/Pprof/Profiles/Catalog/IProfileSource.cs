namespace Pprof.Profiles.Catalog;

/// <summary>What stands behind a <see cref="Profile"/>. Any thread, also several at once.</summary>
internal interface IProfileSource
{
    /// <summary>Stacks held now; of a profile of values, values.</summary>
    int Count { get; }

    /// <summary>What must be recorded for it to be filled; none where it is always.</summary>
    ProfileKinds Needs => ProfileKinds.None;

    /// <summary>What must be recorded between two writes whose difference is wanted.</summary>
    ProfileKinds NeedsMeanwhile => Needs;

    /// <summary>Throws what the stream throws. No lock that <see cref="Count"/> or a recorder needs is held while the stream is written to.</summary>
    /// <param name="stream">Left open.</param>
    /// <param name="debug">0: gzip'd profile.proto; 1 and above: text; what a negative value means is the profile's affair.</param>
    void WriteTo(Stream stream, int debug);
}
