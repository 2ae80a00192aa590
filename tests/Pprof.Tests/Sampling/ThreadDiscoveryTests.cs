using Pprof.Interop;
using Pprof.Sampling;
using Pprof.TestSupport;
using Xunit;

namespace Pprof.Tests.Sampling;

public sealed class ThreadDiscoveryTests
{
    [Fact]
    public void Directory_lists_the_threads_the_kernel_shows()
    {
        using TaskDirectory directory = new();
        using Sleeper sleeper = new();
        List<TaskEntry> tasks = ReadWith(directory, Libc.GetThreadId(), sleeper.ThreadId);
        Assert.Equal(tasks.Count, tasks.DistinctBy(task => task.Inode).Count());
    }

    [Fact]
    public void Inode_of_a_living_thread_stays_the_same()
    {
        using TaskDirectory directory = new();
        using Sleeper sleeper = new();
        List<TaskEntry> first = ReadWith(directory, sleeper.ThreadId);
        List<TaskEntry> second = ReadWith(directory, sleeper.ThreadId);
        Assert.Equal(first.Single(task => task.Id == sleeper.ThreadId), second.Single(task => task.Id == sleeper.ThreadId));
    }

    // The kernel may leave threads out of one listing when another thread ends in the middle of it.
    private static List<TaskEntry> ReadWith(TaskDirectory directory, params int[] threads)
    {
        List<TaskEntry> tasks = [];
        Patience.Until("they are listed", () => directory.TryRead(tasks) && threads.All(id => tasks.Exists(task => task.Id == id)));
        return tasks;
    }

    [Fact]
    public void Start_of_a_thread_is_noticed()
    {
        using TaskDirectory directory = new();
        using ThreadChurn churn = new(directory);
        churn.HasHappened();
        using Sleeper sleeper = new();
        Assert.True(churn.HasHappened());
    }

    [Fact]
    public void Threads_are_looked_at_now_and_then_whatever_the_kernel_tells()
    {
        using TaskDirectory directory = new();
        using ThreadChurn churn = new(directory);
        Assert.Contains(true, Enumerable.Range(0, 2 * ThreadChurn.MostTrusted).Select(_ => churn.HasHappened()).Skip(ThreadChurn.MostTrusted));
    }

    [Fact]
    public void Reading_the_directory_allocates_nothing_when_warm()
    {
        using TaskDirectory directory = new();
        using ThreadChurn churn = new(directory);
        List<TaskEntry> tasks = new(1024);
        directory.TryRead(tasks);
        churn.HasHappened();
        Assert.Equal(0, Allocation.LeastOf(() =>
        {
            directory.TryRead(tasks);
            churn.HasHappened();
        }));
    }

    [Fact]
    public void Scans_follow_each_other_quickly_after_a_find_and_slow_down_without()
    {
        ScanPace pace = new();
        Assert.Equal([1, 2, 4, 8, 16, 16, 1, 2], new[] { true, false, false, false, false, false, true, false }.Select(found => pace.Next(found, 0)));
    }

    [Fact]
    public void Dear_scans_are_made_rarely_but_not_never()
    {
        ScanPace pace = new();
        Assert.Equal(25, pace.Next(true, 1_000_000));
        Assert.Equal(ScanPace.LongestForCostMilliseconds, pace.Next(true, 1_000_000_000));
    }

    [Theory]
    [InlineData(10_000_000, 4_000_000, 9_000_000, 5_000_000, 0)]
    [InlineData(10_000_000, 4_000_000, 3_000_000, 1, 0)]
    [InlineData(1_000_000, 4_000_000, 500_000, 500_000, 4)]
    [InlineData(3_000_000, 4_000_000, 2_000_000, 1_000_000, 1)]
    public void Credit_for_the_tick_is_an_earlier_expiry_and_whole_periods_of_weight(long period, long credit, long phase, long first, int weight)
    {
        TickDelay delay = new(credit);
        Assert.Equal(first, delay.FirstExpiry(period, phase));
        Assert.Equal((uint)weight, delay.FirstWeight(period));
    }

    [Fact]
    public void Tick_is_that_of_a_real_kernel() => Assert.InRange(TickDelay.Tick, 1_000_000, 10_000_000);
}
