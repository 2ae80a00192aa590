using Pprof.Profiles.Heap;
using Xunit;

namespace Pprof.Tests.Profiles.Heap;

/// <summary>Which tracker is used, and what the profile says of it. Trackers are given; the addresses are no code's.</summary>
public sealed class HeapRecordingTests
{
    private readonly GivenTracker _first = new("agent");
    private readonly GivenTracker _second = new("gc events");
    private readonly HeapRecording _recording;

    public HeapRecordingTests() => _recording = new HeapRecording(_ => [_first, _second], () => new NamedStacks());

    [Fact]
    public void First_tracker_that_starts_is_used_and_named()
    {
        Assert.Null(_recording.TryEnable());

        Assert.NotNull(_first.Sink);
        Assert.Null(_second.Sink);
        Assert.Contains("Live objects are followed by: agent.", Comments());
        _recording.Disable();
        Assert.Null(_first.Sink);
    }

    [Fact]
    public void Next_tracker_is_used_when_one_cannot_start_and_the_profile_says_why()
    {
        _first.Reason = "another profiler is attached";
        Assert.Null(_recording.TryEnable());

        Assert.NotNull(_second.Sink);
        Assert.Contains("Live objects are followed by: gc events; not by agent: another profiler is attached.", Comments());
        _recording.Disable();
    }

    [Fact]
    public void Refusal_of_all_leaves_it_off_and_is_told_everywhere()
    {
        _first.Reason = "no slot";
        _second.Reason = "no session";

        string? reason = _recording.TryEnable();

        Assert.Equal("Allocations cannot be recorded: agent: no slot; gc events: no session.", reason);
        Assert.False(_recording.WasEnabled);
        Assert.Contains(reason, Comments());
    }

    [Fact]
    public void Tracker_that_does_not_follow_is_told_in_the_comments()
    {
        HeapRecording off = new(_ => [new GivenTracker("allocations only") { FollowsLiveness = false }]);
        Assert.Null(off.TryEnable());
        off.Collect(out IReadOnlyList<string> comments);
        off.Disable();

        Assert.Contains("Live objects are not followed, so inuse_objects and inuse_space are 0.", comments);
    }

    [Fact]
    public void Choice_is_asked_for_when_it_is_switched_on()
    {
        List<HeapLiveness> asked = [];
        HeapRecording recording = new(liveness =>
        {
            asked.Add(liveness);
            return [_first];
        });
        recording.TryEnable();
        recording.Liveness = HeapLiveness.GcEvents;
        recording.Disable();
        recording.TryEnable();
        recording.Disable();

        Assert.Equal([HeapLiveness.Auto, HeapLiveness.GcEvents], asked);
    }

    [Fact]
    public void Samples_stay_when_it_is_switched_off_and_are_unknown_when_it_is_on_again()
    {
        _recording.TryEnable();
        _first.Sink!.Allocate(1, 24);
        _recording.Disable();
        Assert.Equal(1, _recording.Collect(out _).Records.Single().Live.Samples);

        _recording.TryEnable();
        HeapContent content = _recording.Collect(out IReadOnlyList<string> comments);
        _recording.Disable();

        Assert.Equal((1, 0), (content.Records.Single().Allocated.Samples, content.Records.Single().Live.Samples));
        Assert.Contains(comments, comment => comment.StartsWith("1 samples, which stand for 102412 bytes, are not shown as live", StringComparison.Ordinal));
    }

    [Fact]
    public void Samples_stay_alive_when_it_cannot_be_switched_on_again()
    {
        _recording.TryEnable();
        _first.Sink!.Allocate(1, 24);
        _recording.Disable();
        (_first.Reason, _second.Reason) = ("no slot", "no session");

        Assert.NotNull(_recording.TryEnable());

        Assert.Equal(1, _recording.Collect(out _).Records.Single().Live.Samples);
    }

    [Fact]
    public void What_a_tracker_reports_while_it_starts_is_kept()
    {
        _first.WhileStarting = static sink => sink.Allocate(1, 24);

        Assert.Null(_recording.TryEnable());

        Assert.Equal(1, _recording.Collect(out _).Records.Single().Live.Samples);
        _recording.Disable();
    }

    [Fact]
    public void Losses_and_ends_of_the_tracker_are_told()
    {
        _first.Lost = 5;
        _recording.TryEnable();
        Assert.Equal(4, Comments().Length);
        _first.Lost = 8;
        _first.Fault = "the session was cut off";
        _first.IsWhole = false;
        string all = string.Join('\n', Comments());
        _recording.Disable();

        Assert.Contains("dropped 3 events", all);
        Assert.Contains("the session was cut off", all);
        Assert.Contains("The latest allocations may be missing", all);
    }

    private string[] Comments()
    {
        _recording.Collect(out IReadOnlyList<string> comments);
        return [.. comments];
    }
}
