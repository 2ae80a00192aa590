using System.Diagnostics;
using Pprof.Interop;
using Pprof.Labels;
using Xunit;

namespace Pprof.Tests.Labels;

/// <summary>The process's own history, with real labels on real threads.</summary>
public sealed class RunningHistoryTests : IDisposable
{
    private readonly List<(string Expected, long Time)> _moments = [];

    public RunningHistoryTests() => LabelHistory.Begin();

    public void Dispose() => LabelHistory.End();

    [Fact]
    public void Labels_of_a_thread_that_has_ended_are_found_for_each_of_its_moments()
    {
        int id = RunOnThread(() =>
        {
            Note("");
            using (ProfileLabels.Push("n", "outer"))
            {
                Note("outer");
                using (ProfileLabels.Push("n", "inner"))
                {
                    Note("inner");
                }

                Note("outer");
            }

            Note("");
        });

        AssertMoments(id);
    }

    [Fact]
    public void Labels_in_force_before_the_history_began_are_found()
    {
        LabelHistory.End();
        using (ProfileLabels.Push("n", "early"))
        {
            LabelHistory.Begin();
            Note("early");
            AssertMoments(Libc.GetThreadId());
        }
    }

    [Fact]
    public async Task Labels_are_those_of_the_work_that_a_pool_thread_does_at_the_moment()
    {
        (int Id, string Expected, long Time)[] moments = await Task.WhenAll(Enumerable.Range(0, 50).Select(async i =>
        {
            using (ProfileLabels.Push("n", $"{i}"))
            {
                await Task.Yield();
                return (Libc.GetThreadId(), $"{i}", Now());
            }
        }));

        Assert.All(moments, moment => Assert.Equal(moment.Expected, LabelHistory.At(moment.Id, moment.Time).GetValueOrDefault("n", "")));
    }

    [Fact]
    public void History_goes_on_while_one_of_those_who_began_it_needs_it()
    {
        LabelHistory history = LabelHistory.Running!;
        LabelHistory.Begin();
        LabelHistory.End();

        Assert.Same(history, LabelHistory.Running);
    }

    private void AssertMoments(int id) =>
        Assert.All(_moments, moment => Assert.Equal(moment.Expected, LabelHistory.At(id, moment.Time).GetValueOrDefault("n", "")));

    private void Note(string expected) => _moments.Add((expected, Now()));

    // A moment that the clock tells from what comes before and after.
    private static long Now()
    {
        long before = Stopwatch.GetTimestamp();
        long now = NextAfter(before);
        NextAfter(now);
        return now;
    }

    private static long NextAfter(long time)
    {
        long now;
        do
        {
            now = Stopwatch.GetTimestamp();
        }
        while (now == time);

        return now;
    }

    private static int RunOnThread(Action action)
    {
        int id = 0;
        Thread thread = new(() =>
        {
            id = Libc.GetThreadId();
            action();
        });
        thread.UnsafeStart();
        thread.Join();
        return id;
    }
}
