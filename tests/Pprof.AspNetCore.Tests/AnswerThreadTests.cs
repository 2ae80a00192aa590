using Pprof.AspNetCore.Limits;
using Pprof.TestSupport;
using Xunit;

namespace Pprof.AspNetCore.Tests;

/// <summary>Answers are made beside the pool, a few at a time, so that the program's own requests keep its threads and processors.</summary>
public sealed class AnswerThreadTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Sixteen_answers_at_once_are_made_one_after_the_other_and_none_on_the_pool()
    {
        AnswerThreads threads = new(most: 1);
        int making = 0;
        int most = 0;
        int onPool = 0;

        int Make(int number)
        {
            most = Math.Max(most, Interlocked.Increment(ref making));
            onPool += Thread.CurrentThread.IsThreadPoolThread ? 1 : 0;
            Thread.Sleep(1);
            Interlocked.Decrement(ref making);
            return number;
        }

        List<Task<int>> all = [.. Enumerable.Range(0, 16).Select(number => threads.RunAsync(work: null, () => Make(number), Cancel))];
        int[] answers = await Task.WhenAll(all);

        Assert.Equal(Enumerable.Range(0, 16), answers);
        Assert.Equal((1, 0), (most, onPool));
    }

    [Fact]
    public async Task As_many_work_at_the_same_time_as_may()
    {
        AnswerThreads threads = new(most: 2);
        using Barrier both = new(2);
        bool[] met = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => threads.RunAsync(work: null, () => both.SignalAndWait(Patience.Limit), Cancel)));
        Assert.DoesNotContain(false, met);
    }

    [Fact]
    public async Task Failure_is_the_request_s_and_the_thread_goes_on()
    {
        AnswerThreads threads = new(most: 1);
        await Assert.ThrowsAsync<InvalidOperationException>(() => threads.RunAsync<int>(work: null, static () => throw new InvalidOperationException("it fails"), Cancel));
        Assert.Equal(1, await threads.RunAsync(work: null, static () => 1, Cancel));
    }

    [Fact]
    public async Task Answer_that_nobody_waits_for_is_not_made()
    {
        AnswerThreads threads = new(most: 1);
        using CancellationTokenSource gone = new();
        await gone.CancelAsync();
        bool isMade = false;
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => threads.RunAsync(work: null, () => isMade = true, gone.Token));
        Assert.False(isMade);
    }

    [Fact]
    public async Task Who_waits_for_his_turn_takes_nothing_from_the_budget()
    {
        Clock clock = new();
        WorkBudget budget = new(clock, share: 1, processors: 2);
        AnswerThreads threads = new(most: 1);
        using ManualResetEventSlim mayGo = new();
        using AtMost places = new(2);
        using Work first = new(budget, places.Enter()!, clock, RecordingCost.None);
        using Work second = new(budget, places.Enter()!, clock, RecordingCost.None);
        Task<int> made = threads.RunAsync(first, () => mayGo.Wait(Patience.Limit, Cancel) ? 1 : 0, Cancel);
        Task<int> waiting = threads.RunAsync(second, static () => 2, Cancel);

        // One works and a second a second is paid in, so nothing changes: with two it would be used up.
        clock.Pass(60);
        Assert.Equal(TimeSpan.Zero, budget.UntilNext());
        mayGo.Set();
        Assert.Equal(3, await made + await waiting);
    }
}
