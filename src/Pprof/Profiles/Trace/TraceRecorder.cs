using Pprof.EventPipe;
using Pprof.EventPipe.Rundown;

namespace Pprof.Profiles.Trace;

/// <summary>Records the events of the process for a while. Caller's thread and the pool's; waits for the runtime on the pool only.</summary>
internal static class TraceRecorder
{
    // A busy trace has some megabytes a second, and its rundown tens of them at once: a reader may be that far behind.
    private const long MostBytesWaiting = 256L << 20;

    // The rundown describes every method there is.
    private static readonly TimeSpan s_stopTimeout = TimeSpan.FromSeconds(60);

    // Closing waits for the runtime, which answers in milliseconds or not at all.
    private static readonly TimeSpan s_closeTimeout = TimeSpan.FromSeconds(5);

    public static async Task RecordAsync(Stream stream, TimeSpan duration, CancellationToken cancellationToken)
    {
        DiagnosticsSession session = await Task.Run(Start, cancellationToken).ConfigureAwait(false);
        using CancellationTokenSource end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        TraceCopy copy = new(session.Events, stream, end.Token);
        bool isStopped = await IsStoppedAfterAsync(session, duration, copy.End, end.Token).ConfigureAwait(false);
        bool isSent = isStopped && !session.HasOverflowed && await IsSentAsync(copy.End, duration, end.Token).ConfigureAwait(false);
        bool hasFailed = copy.End.IsFaulted;

        // Also when all went well: this ends the wait for the duration when the stream has failed before it.
        await end.CancelAsync().ConfigureAwait(false);
        await SessionStop.TryCloseAsync(session, s_closeTimeout).ConfigureAwait(false);
        session.EndEvents();

        // Nobody may write to the caller's stream once this has returned.
        await copy.End.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancellationToken.ThrowIfCancellationRequested();
        await (hasFailed ? copy.End : Task.CompletedTask).ConfigureAwait(false);
        EnsureWhole(isStopped, isSent);
    }

    // Without a reader the rundown would be for nothing.
    private static async Task<bool> IsStoppedAfterAsync(DiagnosticsSession session, TimeSpan duration, Task copied, CancellationToken end)
    {
        Task first = await Task.WhenAny(Task.Delay(duration, end), copied).ConfigureAwait(false);
        return first.IsCompletedSuccessfully && await SessionStop.TryStopAsync(session, s_stopTimeout).ConfigureAwait(false);
    }

    // A reader that is behind may take as long again as the recording took. One that takes for ever would keep all others from recording.
    private static async Task<bool> IsSentAsync(Task copied, TimeSpan duration, CancellationToken end)
    {
        TimeSpan patience = duration > s_stopTimeout ? duration : s_stopTimeout;
        await copied.WaitAsync(patience, end).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return copied.IsCompletedSuccessfully;
    }

    private static DiagnosticsSession Start() => MethodRundown.UnsafeReason is { } unsafeReason
        ? throw new PlatformNotSupportedException($"No trace can be recorded: {unsafeReason}. A CPU profile can.")
        : StartSession();

    // With the rundown at its end. What is loaded while it records is not known yet.
    private static DiagnosticsSession StartSession() =>
        DiagnosticsSession.TryStart(TraceProviders.Configuration, MostBytesWaiting, out string? reason)
        ?? throw new PlatformNotSupportedException($"No trace can be recorded: {reason}.");

    private static void EnsureWhole(bool isStopped, bool isSent)
    {
        if (!isStopped)
        {
            throw new IOException($"The trace was cut off: the runtime did not end its event session within {s_stopTimeout.TotalSeconds} s. Try again.");
        }

        if (!isSent)
        {
            throw new IOException("The trace was cut off: its reader was too slow for the events that came. Record a shorter time, or write to something faster.");
        }
    }
}
