using System.Diagnostics;
using Pprof.EventPipe.Hub;
using Pprof.TestSupport;
using Xunit;

namespace Pprof.Tests.EventPipe;

public sealed class FlushMarksTests
{
    private static readonly TimeSpan s_never = TimeSpan.FromHours(1);

    [Fact]
    public void Flagged_mark_tells_that_all_has_come()
    {
        List<long> raised = [];
        FlushMarks? marks = null;
        marks = new FlushMarks(
            number =>
            {
                raised.Add(number);
                marks!.OnMark(number, isFlagged: true);
            },
            s_never);

        Assert.True(marks.Wait(Patience.Limit));
        Assert.Single(raised);
    }

    [Fact]
    public void Mark_that_comes_without_flag_is_followed_by_another_one()
    {
        List<long> raised = [];
        FlushMarks? marks = null;
        marks = new FlushMarks(
            number =>
            {
                raised.Add(number);
                marks!.OnMark(number, isFlagged: false);
            },
            s_never);

        Assert.True(marks.Wait(Patience.Limit));
        Assert.Equal(2, raised.Distinct().Count());
    }

    [Fact]
    public void Mark_that_was_dropped_is_raised_again()
    {
        List<long> raised = [];
        FlushMarks? marks = null;
        marks = new FlushMarks(
            number =>
            {
                raised.Add(number);
                if (raised.Count == 4)
                {
                    marks!.OnMark(number, isFlagged: true);
                }
            },
            TimeSpan.FromMilliseconds(1));

        Assert.True(marks.Wait(Patience.Limit));
        Assert.Single(raised.Distinct());
    }

    [Fact]
    public void Wait_ends_when_nothing_comes_or_nothing_will_come()
    {
        FlushMarks silent = new(_ => { }, s_never);
        Assert.False(silent.Wait(TimeSpan.FromMilliseconds(20)));

        FlushMarks? ended = null;
        ended = new FlushMarks(_ => ended!.End(), s_never);
        Assert.True(ended.Wait(Patience.Limit));
    }

    [Fact]
    public void Flagged_event_of_another_thread_after_the_mark_tells_it_as_well()
    {
        List<long> raised = [];
        FlushMarks? marks = null;
        marks = new FlushMarks(
            number =>
            {
                raised.Add(number);
                marks!.OnEvent(Now, isFlagged: true);
                marks.OnMark(number, isFlagged: false);
            },
            s_never);

        Assert.True(marks.Wait(Patience.Limit));
        Assert.Single(raised);
    }

    [Fact]
    public void Flagged_event_of_another_thread_does_not_stand_for_a_mark_that_was_dropped()
    {
        FlushMarks? marks = null;
        marks = new FlushMarks(_ => marks!.OnEvent(Now, isFlagged: true), s_never);
        Assert.False(marks.Wait(TimeSpan.FromMilliseconds(20)));
    }

    [Fact]
    public void Wait_ends_early_while_old_events_come_faster_than_they_are_read_and_the_next_does_not_wait_at_all()
    {
        int raised = 0;
        int elsewhere = 0;
        FlushMarks? marks = null;
        marks = new FlushMarks(
            _ =>
            {
                raised++;
                Decode(marks!, FlushMarks.ManyEvents + 1);
            },
            again: TimeSpan.FromMilliseconds(1),
            () => elsewhere++);
        FlushLimit limit = new(Silent: TimeSpan.FromHours(1), Behind: TimeSpan.FromMilliseconds(20));

        Assert.False(marks.Wait(limit));
        (int raisedBefore, int elsewhereBefore) = (raised, elsewhere);
        Assert.False(marks.Wait(limit));
        Assert.Equal((raisedBefore, elsewhereBefore + 1), (raised, elsewhere));

        // Caught up: it is waited for again.
        marks.OnEvent(Now, isFlagged: true);
        Assert.False(marks.Wait(limit));
        Assert.True(raised > raisedBefore, "not waited for");
    }

    private static ulong Now => (ulong)Stopwatch.GetTimestamp();

    private static void Decode(FlushMarks marks, int events)
    {
        for (int i = 0; i < events; i++)
        {
            marks.OnEvent(raisedAt: 1, isFlagged: false);
        }
    }
}
