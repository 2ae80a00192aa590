using Pprof.EventPipe;

namespace Pprof.Recording;

/// <summary>Records the events of the process for a while. Caller's thread and the pool's; waits for the runtime on the pool only.</summary>
internal static class TraceRecorder
{
    // A busy trace has some megabytes a second, and its rundown tens of them at once: a reader may be that far behind.
    private const long MostBytesWaiting = 256L << 20;

    // The rundown describes every method there is.
    private static readonly TimeSpan s_stopTimeout = TimeSpan.FromSeconds(60);

    public static async Task RecordAsync(Stream stream, TimeSpan duration, CancellationToken cancellationToken)
    {
        using DiagnosticsSession session = await Task.Run(Start, cancellationToken).ConfigureAwait(false);
        TraceCopy copy = new(session.Events, stream, cancellationToken);
        Task first = await Task.WhenAny(Task.Delay(duration, cancellationToken), copy.End).ConfigureAwait(false);

        // Whatever has happened the session must end; without a reader its rundown would be for nothing.
        bool isWhole = first.IsCompletedSuccessfully && await Task.Run(() => session.TryStop(s_stopTimeout), CancellationToken.None).ConfigureAwait(false);
        session.Dispose();
        await first.ConfigureAwait(false);
        await copy.End.ConfigureAwait(false);
        EnsureWhole(isWhole, session.HasOverflowed);
    }

    private static DiagnosticsSession Start() =>
        DiagnosticsSession.TryStart(TraceProviders.Configuration, MostBytesWaiting, out string? reason)
        ?? throw new PlatformNotSupportedException($"No trace can be recorded: {reason}.");

    private static void EnsureWhole(bool isWhole, bool hasOverflowed)
    {
        if (hasOverflowed)
        {
            throw new IOException("The trace was cut off: its reader was too slow for the events that came. Record a shorter time, or write to something faster.");
        }

        if (!isWhole)
        {
            throw new IOException($"The trace was cut off: the runtime did not end its event session within {s_stopTimeout.TotalSeconds} s. Try again.");
        }
    }
}
