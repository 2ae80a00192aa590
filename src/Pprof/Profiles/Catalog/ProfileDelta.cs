using Pprof.Format;

namespace Pprof.Profiles.Catalog;

/// <summary>
/// Writes what happened to a profile within a time: taken before, taken after, the difference. What the profile needs is recorded meanwhile, and not
/// longer unless the program wants it.
/// </summary>
internal static class ProfileDelta
{
    /// <summary>Collecting is work for threads of the pool; the stream is written to asynchronously only. Throws what the stream throws.</summary>
    public static async Task WriteAsync(IProfileSource source, ProfileSwitches switches, Stream stream, TimeSpan duration, CancellationToken cancellationToken)
    {
        using ProfileBuffer delta = new(cancellationToken);
        ProfileLease? lease = null;
        try
        {
            lease = await Task.Run(() => switches.Lease(source.NeedsMeanwhile), cancellationToken).ConfigureAwait(false);
            ProfileData earlier = await Task.Run(() => Collect(source, cancellationToken), cancellationToken).ConfigureAwait(false);
            await Task.Delay(duration, cancellationToken).ConfigureAwait(false);
            await Task.Run(() => ProfileDifference.Between(earlier, Collect(source, cancellationToken)).WriteTo(delta), cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            if (lease is not null)
            {
                // Switching off may wait for the runtime.
                await Task.Run(lease.Dispose, CancellationToken.None).ConfigureAwait(false);
            }
        }

        await delta.SendAsync(stream).ConfigureAwait(false);
    }

    private static ProfileData Collect(IProfileSource source, CancellationToken cancellationToken)
    {
        using MemoryStream file = new();
        source.WriteTo(file, debug: 0);
        cancellationToken.ThrowIfCancellationRequested();
        return ProfileDecoder.Read(file.GetBuffer().AsSpan(0, (int)file.Length));
    }
}
