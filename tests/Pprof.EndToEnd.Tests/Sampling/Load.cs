using System.Runtime.CompilerServices;
using Pprof.Sampling;

namespace Pprof.EndToEnd.Tests.Sampling;

/// <summary>CPU time on demand, measured by the kernel's own clocks and not by the wall.</summary>
internal static class Load
{
    private const int Turns = 2_000;

    public static long ProcessNanoseconds => CpuClock.Read(CpuClock.Process);

    public static long ThreadNanoseconds => CpuClock.Read(CpuClock.CurrentThread);

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static double Burn(long nanoseconds)
    {
        double value = 1;
        for (long end = ThreadNanoseconds + nanoseconds; ThreadNanoseconds < end;)
        {
            for (int turn = 0; turn < Turns; turn++)
            {
                value = (value * 1.0000001) + 0.1;
            }
        }

        return value;
    }

    /// <summary>Runs the action on as many new threads, and returns when all are done. What one throws is thrown.</summary>
    public static void OnThreads(int count, Action action)
    {
        Exception? failure = null;
        Thread[] threads = [.. Enumerable.Range(0, count).Select(_ => new Thread(() =>
        {
            try
            {
                action();
            }
            catch (Exception caught)
            {
                failure = caught;
            }
        }))];
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());
        if (failure is not null)
        {
            throw new InvalidOperationException("A thread of the load failed.", failure);
        }
    }
}
