using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Profiles.Events;

/// <summary>
/// Pairs of threads that contend for a lock as often as can be: both of a pair run on one core and give it away within the lock, so that the other comes and finds it taken, and again behind it, so that
/// the other takes it. Between cores a waiter must be woken first, and meanwhile the one who has let go takes the lock again, which is no contention.
/// </summary>
internal sealed partial class PinnedPairs(int pairs, int entries)
{
    /// <summary>Nanoseconds for an entry, over all pairs.</summary>
    public double Run()
    {
        long start = Stopwatch.GetTimestamp();
        Thread[] threads = [.. Enumerable.Range(0, pairs).SelectMany(Pair)];
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());
        return Stopwatch.GetElapsedTime(start).TotalNanoseconds / ((long)pairs * 2 * entries);
    }

    private IEnumerable<Thread> Pair(int pair)
    {
        object monitor = new();
        return Enumerable.Range(0, 2).Select(_ => new Thread(() => Contend(monitor, pair % Environment.ProcessorCount)));
    }

    private void Contend(object monitor, int core)
    {
        ulong mask = 1ul << core;
        if (SetAffinity(0, sizeof(ulong), ref mask) != 0)
        {
            throw new InvalidOperationException($"The thread cannot be kept on core {core} (errno {Marshal.GetLastPInvokeError()}).");
        }

        for (int i = 0; i < entries; i++)
        {
            lock (monitor)
            {
                Thread.Yield();
            }

            Thread.Yield();
        }
    }

    [LibraryImport("libc", EntryPoint = "sched_setaffinity", SetLastError = true)]
    private static partial int SetAffinity(int thread, nint size, ref ulong mask);
}
