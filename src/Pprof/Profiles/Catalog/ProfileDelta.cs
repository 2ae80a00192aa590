namespace Pprof.Profiles.Catalog;

/// <summary>Writes what happens to a profile within a time, for callers who do not wait on a thread.</summary>
internal static class ProfileDelta
{
    /// <summary>Collecting is work for threads of the pool; the stream is written to asynchronously only. Throws what the stream throws.</summary>
    public static async Task WriteAsync(IProfileSource source, ProfileSwitches switches, Stream stream, TimeSpan duration, CancellationToken cancellationToken)
    {
        using ProfileBuffer delta = new(cancellationToken);
        ProfileInterval interval = await Task.Run(() => ProfileInterval.Begin(source, switches, cancellationToken), cancellationToken).ConfigureAwait(false);
        try
        {
            await Task.Delay(duration, cancellationToken).ConfigureAwait(false);
            await Task.Run(() => interval.WriteTo(delta, cancellationToken), cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            await Task.Run(interval.Dispose, CancellationToken.None).ConfigureAwait(false);
        }

        await delta.SendAsync(stream).ConfigureAwait(false);
    }
}
