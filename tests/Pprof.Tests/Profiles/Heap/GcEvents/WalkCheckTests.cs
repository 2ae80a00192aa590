using Pprof.Profiles.Heap;
using Xunit;

namespace Pprof.Tests.Profiles.Heap.GcEvents;

public sealed class WalkCheckTests
{
    // As many ranges as the runtime puts into an event.
    private const int FullSurviving = 4016 * 16;
    private const int FullMoved = 2677 * 24;
    private readonly WalkCheck _check = new();

    [Fact]
    public void Walk_without_any_survivors_is_complete() => Assert.True(_check.IsComplete);

    [Fact]
    public void Numbered_events_of_which_the_last_is_not_full_are_complete_for_every_thread_and_kind()
    {
        foreach (ulong thread in (ulong[])[1, 2])
        {
            Surviving(thread, 0, 160);
            Surviving(thread, 0, FullSurviving);
            Moved(thread, 0, FullMoved);
            Surviving(thread, 1, 16);
            Moved(thread, 1, 24);
        }

        Assert.True(_check.IsComplete);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    public void First_event_with_another_number_than_zero_is_a_loss(uint index)
    {
        Surviving(1, index, 160);
        Assert.False(_check.IsComplete);
    }

    [Fact]
    public void Gap_is_a_loss_although_the_last_event_is_there()
    {
        Moved(1, 0, FullMoved);
        Moved(1, 2, 24);
        Assert.False(_check.IsComplete);
    }

    [Fact]
    public void Full_last_event_says_that_one_is_missing_until_the_next_collection()
    {
        Surviving(1, 0, FullSurviving);
        Assert.False(_check.IsComplete);
        _check.Clear();
        Assert.True(_check.IsComplete);
    }

    [Theory]
    [InlineData(999UL, false)]
    [InlineData(1000UL, true)]
    [InlineData(1001UL, false)]
    public void Full_last_event_is_the_last_when_its_ranges_are_as_long_as_what_survived(ulong survived, bool hasAll)
    {
        Surviving(1, 0, FullSurviving);
        _check.AddSurvivors(1000);
        Assert.Equal(hasAll, _check.HasAll(survived));
    }

    [Fact]
    public void Threads_are_counted_once_for_both_kinds()
    {
        Surviving(1, 0, 160);
        Moved(1, 0, 24);
        Moved(2, 0, 24);
        Assert.Equal(2, _check.Threads);
        _check.Clear();
        Assert.Equal(0, _check.Threads);
    }

    private void Surviving(ulong thread, uint index, int bytes) => _check.OnEvent(thread, GcEventKind.Surviving, index, bytes, rangeSize: 16);

    private void Moved(ulong thread, uint index, int bytes) => _check.OnEvent(thread, GcEventKind.Moved, index, bytes, rangeSize: 24);
}
