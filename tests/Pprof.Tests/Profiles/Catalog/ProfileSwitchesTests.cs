using Pprof.Profiles.Catalog;
using Xunit;

namespace Pprof.Tests.Profiles.Catalog;

public sealed class ProfileSwitchesTests
{
    [Fact]
    public void What_cannot_be_enabled_stays_off_with_its_reason_until_it_can()
    {
        Switch one = new() { Reason = "it is closed" };
        ProfileSwitches switches = new(one);

        switches.Enable(ProfileKinds.Tasks);
        Assert.Equal((ProfileKinds.None, "it is closed"), (switches.Enabled, switches.ReasonFor(ProfileKinds.Tasks)));

        one.Reason = null;
        switches.Enable(ProfileKinds.Tasks);
        Assert.Equal((ProfileKinds.Tasks, null), (switches.Enabled, switches.ReasonFor(ProfileKinds.Tasks)));
    }

    [Fact]
    public void Enabled_is_not_enabled_again_and_disabled_not_disabled_again()
    {
        Switch one = new();
        ProfileSwitches switches = new(one);
        for (int i = 0; i < 2; i++)
        {
            switches.Enable(ProfileKinds.Tasks | ProfileKinds.ThreadCreate);
        }

        for (int i = 0; i < 2; i++)
        {
            switches.Disable(ProfileKinds.Tasks | ProfileKinds.ThreadCreate);
        }

        Assert.Equal((1, 1, ProfileKinds.None), (one.Enabled, one.Disabled, switches.Enabled));
    }

    // A runtime that does not answer holds up who switches, not who asks what is on.
    [Fact]
    public void Asking_does_not_wait_for_a_kind_that_is_being_switched()
    {
        Switch one = new();
        ProfileSwitches switches = new(one);
        ProfileKinds seen = ProfileKinds.Tasks;
        string? reason = "none asked";
        one.WhileEnabling = () => OnOtherThread(() => (seen, reason) = (switches.Enabled, switches.ReasonFor(ProfileKinds.Tasks)));

        switches.Enable(ProfileKinds.Tasks);

        Assert.Equal((ProfileKinds.None, null), (seen, reason));
    }

    private static void OnOtherThread(ThreadStart ask)
    {
        Thread thread = new(ask) { IsBackground = true };
        thread.Start();
        Assert.True(thread.Join(TimeSpan.FromSeconds(60)), "the other thread waits");
    }

    private sealed class Switch : IProfileSwitch
    {
        public ProfileKinds Kind => ProfileKinds.Tasks;

        public string? Reason { get; set; }

        public Action? WhileEnabling { get; set; }

        public int Enabled { get; private set; }

        public int Disabled { get; private set; }

        public string? TryEnable()
        {
            WhileEnabling?.Invoke();
            Enabled++;
            return Reason;
        }

        public void Disable() => Disabled++;
    }
}
