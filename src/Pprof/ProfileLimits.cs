using Pprof.Format;

namespace Pprof;

/// <summary>
/// How much reading one profile may cost: for files from somebody else. A file of 205 bytes can name 400 million frames. A property that is null stands
/// for what a file of its size is worth, which every real profile that we know stays far below; a file under 1 MB then takes at most a second and 256 MB.
/// </summary>
/// <remarks>Beyond a limit a <see cref="FormatException"/> says which one and how large it was.</remarks>
public sealed class ProfileLimits
{
    /// <summary>Largest size of the file in bytes, before and after decompression. Null: 512 MB before; after it 16 MB and 32 times the file's size, and 200 times what is beyond 1 MB.</summary>
    public long? MaxBytes { get; init; }

    /// <summary>Most memory in bytes, estimated from above. Null: 48 MB and 160 times the file's size, and 512 times what is beyond 1 MB, but no more than 2 GB.</summary>
    public long? MaxMemoryBytes { get; init; }

    /// <summary>Most frames of all stacks, each as often as a sample names it. Null: 8 million and 16 for each byte of the file, and 64 for each byte beyond 1 MB.</summary>
    public long? MaxFrames { get; init; }

    /// <summary>Most characters of all names, labels and comments, each as often as it is named. Null: 16 million and 64 for each byte of the file, and 256 for each byte beyond 1 MB.</summary>
    public long? MaxTextLength { get; init; }

    internal static ReadLimits Of(ProfileLimits? limits) =>
        limits is null ? ReadLimits.Default : new ReadLimits(limits.MaxBytes, limits.MaxMemoryBytes, limits.MaxFrames, limits.MaxTextLength);
}
