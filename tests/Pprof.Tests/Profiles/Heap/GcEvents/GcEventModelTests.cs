using Xunit;

namespace Pprof.Tests.Profiles.Heap.GcEvents;

/// <summary>The tracker against a heap that knows what it has removed.</summary>
[Trait("Part", "slow")]
public sealed class GcEventModelTests
{
    private const int Steps = 400;

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Every_sample_is_dead_when_its_object_was_removed_and_not_before(int heaps)
    {
        int dead = 0;
        int live = 0;
        for (int seed = 1; seed <= 150; seed++)
        {
            SimulatedRun run = new SimulatedRun(seed, heaps).Run(Steps);
            Assert.True(run.Log.Unknown.Count == 0, $"seed {seed}: {run.Log.Unknown.Count} samples are unknown");
            Assert.True(run.Heap.Removed.SetEquals(run.Log.Dead), $"seed {seed}: {Difference(run.Log.Dead, run.Heap.Removed)}");
            Assert.True(run.Heap.Present.SetEquals(run.Log.Live), $"seed {seed}: {Difference(run.Log.Live, run.Heap.Present)}");
            dead += run.Log.Dead.Count;
            live += run.Log.Live.Count;
        }

        Assert.True(dead > 1000 && live > 1000, $"{dead} dead and {live} live samples show nothing");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void No_sample_is_called_dead_or_alive_wrongly_when_events_are_lost(int heaps) =>
        AssertNoneIsWrong(seed => new SimulatedRun(seed, heaps, lossShare: 0.01));

    /// <summary>Which no number of an event shows: nothing of that thread came, and it raises nothing else. One of three; a single one also raises the collection's end, which shows it.</summary>
    [Fact]
    public void No_sample_is_called_dead_or_alive_wrongly_when_all_reports_of_one_heap_are_lost() =>
        AssertNoneIsWrong(static seed => new SimulatedRun(seed, heaps: 3, silenceShare: 0.3));

    private static void AssertNoneIsWrong(Func<int, SimulatedRun> runOf)
    {
        int known = 0;
        int unknown = 0;
        for (int seed = 1; seed <= 250; seed++)
        {
            SimulatedRun run = runOf(seed).Run(Steps);
            Assert.True(run.Log.Dead.IsSubsetOf(run.Heap.Removed), $"seed {seed}: {Difference(run.Log.Dead, run.Heap.Removed)}");
            Assert.True(run.Log.Live.IsSubsetOf(run.Heap.Present), $"seed {seed}: {Difference(run.Log.Live, run.Heap.Present)}");
            known += run.Log.Dead.Count + run.Log.Live.Count;
            unknown += run.Log.Unknown.Count;
        }

        Assert.True(known > 1000 && unknown > 1000, $"{known} known and {unknown} unknown samples show nothing");
    }

    private static string Difference(HashSet<long> reported, HashSet<long> expected) =>
        $"reported but not so: {string.Join(' ', reported.Except(expected))}; so but not reported: {string.Join(' ', expected.Except(reported))}";
}
