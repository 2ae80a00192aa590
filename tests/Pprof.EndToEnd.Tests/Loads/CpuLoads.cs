using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Pprof.EndToEnd.Tests.Loads;

/// <summary>Work of the kinds that have broken profilers. Each runs until the process has used a given CPU time.</summary>
internal static class CpuLoads
{
    private static readonly BigInteger s_dividend = BigInteger.Pow(3, 40_000);
    private static readonly BigInteger s_divisor = BigInteger.Pow(7, 7_000);
    private static long s_used;

    /// <summary>Hand-tuned arithmetic, in methods that keep no frame pointer.</summary>
    public static void Divide(TimeSpan cpuTime) => Repeat(cpuTime, static () => Use(BigInteger.DivRem(s_dividend, s_divisor).Remainder.Sign));

    /// <summary>Deep stacks of large frames, which grow and shrink all the time.</summary>
    public static void Recurse(TimeSpan cpuTime) => Repeat(cpuTime, static () => Use(Descend(100)));

    /// <summary>The clock is read by code of the kernel's, mapped into the process.</summary>
    public static void ReadClock(TimeSpan cpuTime) => Repeat(cpuTime, ReadClockOften);

    /// <summary>Tasks that give way to each other at every step, on all threads of the pool.</summary>
    public static void Switch(TimeSpan cpuTime)
    {
        TimeSpan end = Environment.CpuUsage.TotalTime + cpuTime;
        Task.WaitAll([.. Enumerable.Range(0, 4).Select(_ => Task.Run(() => GiveWayUntil(end)))]);
    }

    private static void Repeat(TimeSpan cpuTime, Action work)
    {
        TimeSpan end = Environment.CpuUsage.TotalTime + cpuTime;
        while (Environment.CpuUsage.TotalTime < end)
        {
            work();
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static long Descend(int depth)
    {
        Span<long> local = stackalloc long[64];
        for (int i = 0; i < local.Length; i++)
        {
            local[i] = i * depth;
        }

        return (depth == 0 ? 0 : Descend(depth - 1)) + local[depth % local.Length];
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void ReadClockOften()
    {
        for (int i = 0; i < 10_000; i++)
        {
            Use(Stopwatch.GetTimestamp());
        }
    }

    private static async Task GiveWayUntil(TimeSpan end)
    {
        while (Environment.CpuUsage.TotalTime < end)
        {
            for (int i = 0; i < 100; i++)
            {
                await Task.Yield();
            }
        }
    }

    // Allocates nothing: a collection would put frames of its own into the stacks.
    private static void Use(long value) => s_used += value;
}
