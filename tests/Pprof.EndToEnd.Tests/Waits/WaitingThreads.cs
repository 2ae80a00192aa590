using System.Diagnostics;
using Pprof.TestSupport;

namespace Pprof.EndToEnd.Tests.Waits;

/// <summary>Threads that block in one way for some time, and how long that was for them.</summary>
internal static class WaitingThreads
{
    // After this they do not spin any more.
    private static readonly TimeSpan s_settled = TimeSpan.FromMilliseconds(200);

    /// <summary>Seconds for which they were held while all of them waited, and those that they measured themselves, added up; the line of the call that waited.</summary>
    public static (double Held, double Waited, int Line) Run(string name, int waiters, TimeSpan held)
    {
        using Waiting waiting = new(name, waiters);
        long total = 0;
        Thread[] threads = [.. Enumerable.Range(0, waiters).Select(_ => new Thread(() =>
        {
            long start = Stopwatch.GetTimestamp();
            waiting.Wait();
            Interlocked.Add(ref total, Stopwatch.GetElapsedTime(start).Ticks);
        }) { IsBackground = true })];
        Array.ForEach(threads, thread => thread.Start());
        Patience.Until("all of them wait", () => threads.All(thread => thread.ThreadState.HasFlag(System.Threading.ThreadState.WaitSleepJoin)));
        Thread.Sleep(s_settled);
        long begin = Stopwatch.GetTimestamp();
        Thread.Sleep(held);
        double heldSeconds = Stopwatch.GetElapsedTime(begin).TotalSeconds * waiters;
        waiting.Release();
        Patience.Until("all of them have ended", () =>
        {
            waiting.ReleaseAgain();
            return threads.All(thread => thread.Join(1));
        });
        return (heldSeconds, TimeSpan.FromTicks(total).TotalSeconds, waiting.Line);
    }
}
