using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Pprof.Runtime;
using Pprof.Sampling;

namespace Pprof.Workloads.Awaits;

/// <summary>What the search for awaiters takes, called on top of resumed methods as the signal handler calls it.</summary>
internal static unsafe class SearchCost
{
    private const int Turns = 4000;
    private const int StackBytes = 4096;

    private static readonly double s_nanosecondsPerTick = 1e9 / Stopwatch.Frequency;

    /// <param name="awaiters">How many await one another on top of what runs.</param>
    public static int Report(int awaiters)
    {
        AwaitSource awaits = AwaitSource.TryGet(RuntimeDescription.Current.Threads.Value!.Layout, out string? reason)
            ?? throw new InvalidOperationException(reason);
        double[] costs = Chain.RunAsync(awaiters, () => Measure(awaits)).GetAwaiter().GetResult();
        Array.Sort(costs);
        Console.WriteLine(
            $"{awaiters} awaiters: median {costs[Turns / 2]:0} ns, least {costs[0]:0} ns, most of 10 {costs[Turns * 9 / 10]:0} ns");
        return 0;
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static double[] Measure(AwaitSource awaits)
    {
        AwaitScratch* scratch = (AwaitScratch*)NativeMemory.AllocZeroed(AwaitScratch.Size);
        Registers registers = default;
        double[] costs = new double[Turns];
        for (int i = 0; i < Turns; i++)
        {
            long start = Stopwatch.GetTimestamp();
            _ = AwaitSearch.Run(awaits.Words, scratch, &registers, (ulong)&registers & ~7UL, StackBytes);
            costs[i] = (Stopwatch.GetTimestamp() - start) * s_nanosecondsPerTick;
            Learn(awaits, scratch);
        }

        NativeMemory.Free(scratch);
        return costs;
    }

    private static void Learn(AwaitSource awaits, AwaitScratch* scratch)
    {
        for (uint i = 0; i < scratch->Count; i++)
        {
            awaits.Types.Learn(AwaitScratch.LinksOf(scratch)[i].MethodTable);
        }
    }
}

/// <summary>No method of an unsafe class may await.</summary>
file static class Chain
{
    public static async Task<double[]> RunAsync(int depth, Func<double[]> innermost)
    {
        if (depth > 0)
        {
            return await RunAsync(depth - 1, innermost);
        }

        await Task.Delay(10);
        return innermost();
    }
}
