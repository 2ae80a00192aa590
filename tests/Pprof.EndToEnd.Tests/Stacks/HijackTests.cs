using System.Diagnostics;
using System.Runtime.CompilerServices;
using Pprof.Profiles.Naming;
using Pprof.Unwinding;
using Xunit;

namespace Pprof.EndToEnd.Tests.Stacks;

/// <summary>
/// To stop a thread for a collection the runtime replaces the return address of the method it is in. A sample taken before
/// the method returns must show its callers all the same.
/// </summary>
public sealed class HijackTests
{
    private const int Wanted = 5;
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    [Fact]
    public void Return_addresses_replaced_by_the_runtime_are_found_again()
    {
        UnwinderStatistics statistics = ProfilingParts.OfCpu.Unwinder.Statistics;
        (long hijacked, long undone) = (statistics.Hijacked, statistics.HijacksUndone);
        using CancellationTokenSource stop = new();
        Thread[] busy = [.. Enumerable.Range(0, 6).Select(_ => new Thread(() => CallLeaves(stop.Token)))];
        Array.ForEach(busy, thread => thread.Start());
        using (CpuProfile.Start(Stream.Null, new CpuProfileOptions { Frequency = 1000 }))
        {
            CollectUntil(() => statistics.Hijacked - hijacked >= Wanted);
        }

        stop.Cancel();
        Array.ForEach(busy, thread => thread.Join());

        Assert.InRange(statistics.Hijacked - hijacked, Wanted, long.MaxValue);
        Assert.Equal(statistics.Hijacked - hijacked, statistics.HijacksUndone - undone);
    }

    private static void CollectUntil(Func<bool> isEnough)
    {
        for (Stopwatch clock = Stopwatch.StartNew(); !isEnough() && clock.Elapsed < Deadline;)
        {
            GC.Collect(0);
            Thread.Yield();
        }
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

    // Long enough to be caught in, without a loop: a loop would be stopped at its own safe point.
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
