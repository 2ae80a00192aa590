using Pprof.EventPipe;
using Pprof.Threads;

namespace Pprof.Profiles.Trace;

/// <summary>
/// Ends a session on a thread of its own, which is left behind when the runtime does not answer: closing a session asks the runtime to stop it, and
/// it does not listen while any session of the process is not read. Callers await for as long as they say and keep no thread of the pool meanwhile.
/// </summary>
internal static class SessionStop
{
    /// <summary>True when the runtime has sent everything that belongs to the session.</summary>
    public static async Task<bool> TryStopAsync(DiagnosticsSession session, TimeSpan timeout)
    {
        bool isWhole = false;
        return await WaitAsync(() => isWhole = session.TryStop(timeout), "pprof trace stop", timeout).ConfigureAwait(false) && isWhole;
    }

    /// <summary>Closes the session without its rest; false when it was not closed in time.</summary>
    public static Task<bool> TryCloseAsync(IDisposable session, TimeSpan timeout) => WaitAsync(session.Dispose, "pprof trace close", timeout);

    private static async Task<bool> WaitAsync(Action work, string name, TimeSpan timeout)
    {
        TaskCompletionSource done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        new LibraryThread(name, () => Run(work, done)).Start();
        await done.Task.WaitAsync(timeout).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return done.Task.IsCompletedSuccessfully;
    }

    private static void Run(Action work, TaskCompletionSource done)
    {
        try
        {
            work();
        }
        catch (Exception)
        {
            // It would end the program if it left this thread; and a session whose socket is gone has ended as well.
        }

        done.SetResult();
    }
}
