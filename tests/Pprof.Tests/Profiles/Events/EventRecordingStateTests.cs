using Pprof.Profiles.Events;
using Xunit;

namespace Pprof.Tests.Profiles.Events;

/// <summary>What the profile says of itself.</summary>
public sealed class EventRecordingStateTests
{
    private readonly EventRecordingState _state = new("Thread starts", ProfileKinds.ThreadCreate);

    [Fact]
    public void Profile_that_is_off_says_how_to_switch_it_on() =>
        Assert.Equal(["Thread starts are not recorded: call Profiling.Enable(ProfileKinds.ThreadCreate) when the program starts."], Tell());

    [Fact]
    public void Refusal_is_told_until_it_is_on()
    {
        _state.OnEnabled("it is closed", lost: 0);
        Assert.Equal(["Thread starts cannot be recorded: it is closed."], Tell());
        _state.OnEnabled(null, lost: 0);
        Assert.StartsWith("Thread starts are recorded since ", Assert.Single(Tell()));
    }

    [Fact]
    public void Losses_count_while_it_is_on()
    {
        _state.OnEnabled(null, lost: 100);
        Assert.Contains("dropped 7 events because its buffer was full; thread starts may", Tell(lost: 107)[1]);
        _state.OnDisabled(lost: 110, fault: null);
        Assert.Contains("dropped 10 events", Tell(lost: 500)[1]);
        _state.OnEnabled(null, lost: 500);
        Assert.Contains("dropped 11 events", Tell(lost: 501)[1]);
    }

    [Fact]
    public void End_that_is_missing_is_told()
    {
        _state.OnEnabled(null, lost: 0);
        Assert.Contains("of some time are missing: the session was cut off.", Tell(fault: "the session was cut off")[1]);
        Assert.Contains("write the profile again", Tell(isWhole: false)[1]);
    }

    private string[] Tell(long lost = 0, string? fault = null, bool isWhole = true) => [.. _state.Tell(lost, fault, isWhole)];
}
