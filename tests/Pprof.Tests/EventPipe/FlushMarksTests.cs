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
}
