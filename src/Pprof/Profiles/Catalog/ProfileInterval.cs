using Pprof.Format;

namespace Pprof.Profiles.Catalog;

/// <summary>
/// What happens to a profile from a moment on: taken then, taken at the end, the difference. What the profile needs is recorded meanwhile, and not
/// longer unless the program wants it. Caller's thread; not two at once.
/// </summary>
internal sealed class ProfileInterval : IDisposable
{
    private readonly IProfileSource _source;
    private readonly ProfileLease _lease;
    private readonly ProfileData _earlier;

    private ProfileInterval(IProfileSource source, ProfileLease lease, ProfileData earlier)
    {
        _source = source;
        _lease = lease;
        _earlier = earlier;
    }

    /// <summary>Begins; may wait for the runtime.</summary>
    public static ProfileInterval Begin(IProfileSource source, ProfileSwitches switches, CancellationToken cancellationToken = default)
    {
        ProfileLease lease = switches.Lease(source.NeedsMeanwhile);
        try
        {
            return new ProfileInterval(source, lease, Collect(source, cancellationToken));
        }
        catch
        {
            lease.Dispose();
            throw;
        }
    }

    /// <summary>Writes what has happened up to now, as gzip'd <c>profile.proto</c>. Throws what the stream throws.</summary>
    public void WriteTo(Stream stream, CancellationToken cancellationToken = default) =>
        ProfileDifference.Between(_earlier, Collect(_source, cancellationToken)).WriteTo(stream);

    /// <summary>Recording ends, which may wait for the runtime.</summary>
    public void Dispose() => _lease.Dispose();

    private static ProfileData Collect(IProfileSource source, CancellationToken cancellationToken)
    {
        using MemoryStream file = new();
        source.WriteTo(file, debug: 0);
        cancellationToken.ThrowIfCancellationRequested();
        return ProfileDecoder.Read(file.GetBuffer().AsSpan(0, (int)file.Length));
    }
}
