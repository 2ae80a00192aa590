using System.Runtime.CompilerServices;
using Pprof.Profiles.Naming;
using Pprof.TestSupport;
using Pprof.Unwinding;
using Xunit;

namespace Pprof.EndToEnd.Tests.Stacks;

/// <summary>
/// To stop a thread for a collection the runtime replaces the return address of the method it is in. A sample taken before
/// the method returns must show its callers all the same.
/// </summary>
public sealed class HijackTests
{
    private const int Wanted = 20;

    [Fact]
    public void Return_addresses_replaced_by_the_runtime_are_found_again()
    {
        UnwinderStatistics statistics = ProfilingParts.OfCpu.Unwinder.Statistics;
        long before = statistics.HijacksUndone;
        MemoryStream file = new();
        using (StoppedThreads threads = new(6, CallLeaves))
        using (CpuProfile.Start(file, new CpuProfileOptions { Frequency = 1000 }))
        {
            StoppedThreads.CollectUntil("samples fell on replaced addresses", () => statistics.HijacksUndone - before >= Wanted);
        }

        string[] stacks = FoldedStacks.Stacks(ProfileOracle.AssertValid(file), $"{typeof(HijackTests).FullName}.");
        Assert.Equal(["CallLeaves;Leaf"], stacks.Where(stack => stack.EndsWith("Leaf", StringComparison.Ordinal)));
    }

    private static void CallLeaves(CancellationToken stop)
    {
        long sum = 0;
        while (!stop.IsCancellationRequested)
        {
            sum += Leaf(sum);
        }

        GC.KeepAlive(sum);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static long Leaf(long x)
    {
        x ^= x << 13;
        x ^= x >> 7;
        x ^= x << 17;
        x /= (x & 7) + 3;
        x /= (x & 15) + 5;
        x /= (x & 31) + 7;
        x /= (x & 63) + 9;
        return x + 0x2545F4914F6CDD1D;
    }
}
