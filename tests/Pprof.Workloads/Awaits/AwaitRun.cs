using Pprof.Runtime;
using Pprof.Sampling;

namespace Pprof.Workloads.Awaits;

/// <summary>Samples trees of async methods, with collections in between, and says how many of their logical stacks are
/// true.</summary>
internal static class AwaitRun
{
    private const int Frequency = 1000;
    private const int Roots = 3;
    private const int Patience = 10;

    private static readonly object?[] s_kept = new object?[2000];
    private static volatile bool s_end;

    /// <param name="samples">Of known truth.</param>
    /// <param name="megabytesPerSecond">That another thread allocates.</param>
    public static int Report(int samples, int megabytesPerSecond)
    {
        ThreadList threads = RuntimeDescription.Current.Threads.Value!;
        if (AwaitSource.TryGet(threads.Layout, out string? reason) is not { } awaits)
        {
            Console.WriteLine($"not possible: {reason}");
            return 2;
        }

        AwaitTree.Start(Roots);
        Thread allocator = new(() => Allocate(megabytesPerSecond)) { IsBackground = true };
        allocator.Start();
        using AwaitOracle oracle = new(awaits);
        int collections = GC.CollectionCount(0);
        using (CpuSampler sampler = CpuSampler.Start(Frequency, oracle, threads.FindFrameChainAddress, threads.Layout, awaits))
        {
            Wait(() => oracle.Samples >= samples);
        }

        s_end = true;
        AwaitTree.End();
        Console.WriteLine($"samples: {oracle.Samples}\nwhole: {oracle.Whole}\nearly: {oracle.Early}\nunknown: {oracle.Unknown}\nwrong: {oracle.Wrong}\nleaves changed: {oracle.LeavesChanged}\n"
            + $"physical right: {oracle.PhysicalRight}\nlost: {oracle.Lost}\ncollections: {GC.CollectionCount(0) - collections}\nends: {oracle.Tally}\nearly ends: {oracle.Ends}");
        foreach (string example in oracle.Examples)
        {
            Console.WriteLine(example);
        }

        return oracle.Wrong + oracle.LeavesChanged == 0 ? 0 : 1;
    }

    // Some seconds on a quiet machine; a busy one has minutes.
    private static void Wait(Func<bool> isDone)
    {
        DateTime end = DateTime.UtcNow.AddMinutes(Patience);
        while (!isDone() && DateTime.UtcNow < end)
        {
            Thread.Sleep(50);
        }
    }

    private static void Allocate(int megabytesPerSecond)
    {
        DateTime start = DateTime.UtcNow;
        long bytes = 0;
        for (int i = 0; !s_end; i++)
        {
            s_kept[i % s_kept.Length] = new byte[200];
            bytes += 224;
            if (i % 1000 == 0 && bytes > (DateTime.UtcNow - start).TotalSeconds * megabytesPerSecond * 1e6)
            {
                Thread.Sleep(1);
            }
        }
    }
}
