using Pprof.Profiles.Catalog;
using Xunit;

namespace Pprof.Tests.Profiles.Catalog;

/// <summary>A recording lent for a while does not touch what the program has switched.</summary>
public sealed class ProfileLeaseTests
{
    private readonly Counter _counter = new();
    private readonly ProfileSwitches _switches;

    public ProfileLeaseTests() => _switches = new ProfileSwitches(_counter);

    [Fact]
    public void Kind_is_on_while_it_is_leased_and_off_afterwards()
    {
        using (_switches.Lease(ProfileKinds.Tasks))
        {
            Assert.Equal(ProfileKinds.Tasks, _switches.Enabled);
        }

        Assert.Equal((ProfileKinds.None, 1, 1), (_switches.Enabled, _counter.Enabled, _counter.Disabled));
    }

    [Fact]
    public void Kind_that_the_program_has_enabled_stays_on_when_the_lease_ends()
    {
        _switches.Enable(ProfileKinds.Tasks);
        _switches.Lease(ProfileKinds.Tasks).Dispose();
        Assert.Equal((ProfileKinds.Tasks, 1, 0), (_switches.Enabled, _counter.Enabled, _counter.Disabled));

        using (_switches.Lease(ProfileKinds.Tasks))
        {
            _switches.Disable(ProfileKinds.Tasks);
            _switches.Enable(ProfileKinds.Tasks);
        }

        Assert.Equal((ProfileKinds.Tasks, 1, 0), (_switches.Enabled, _counter.Enabled, _counter.Disabled));
    }

    [Fact]
    public void Kind_that_the_program_disables_meanwhile_is_off_when_the_lease_ends()
    {
        _switches.Enable(ProfileKinds.Tasks);
        ProfileLease lease = _switches.Lease(ProfileKinds.Tasks);
        _switches.Disable(ProfileKinds.Tasks);
        Assert.Equal(ProfileKinds.Tasks, _switches.Enabled);

        lease.Dispose();

        Assert.Equal((ProfileKinds.None, 1, 1), (_switches.Enabled, _counter.Enabled, _counter.Disabled));
    }

    [Fact]
    public void Last_of_several_leases_switches_off_and_each_ends_once()
    {
        ProfileLease first = _switches.Lease(ProfileKinds.Tasks);
        ProfileLease second = _switches.Lease(ProfileKinds.Tasks);
        first.Dispose();
        first.Dispose();
        Assert.Equal(ProfileKinds.Tasks, _switches.Enabled);

        second.Dispose();

        Assert.Equal((ProfileKinds.None, 1, 1), (_switches.Enabled, _counter.Enabled, _counter.Disabled));
    }

    [Fact]
    public void Kind_that_cannot_be_switched_on_can_be_leased_and_says_why()
    {
        _counter.Reason = "it is closed";

        using (_switches.Lease(ProfileKinds.Tasks))
        {
            Assert.Equal((ProfileKinds.None, "it is closed"), (_switches.Enabled, _switches.ReasonFor(ProfileKinds.Tasks)));
        }

        Assert.Equal(0, _counter.Disabled);
    }

    private sealed class Counter : IProfileSwitch
    {
        public ProfileKinds Kind => ProfileKinds.Tasks;

        public string? Reason { get; set; }

        public int Enabled { get; private set; }

        public int Disabled { get; private set; }

        public string? TryEnable()
        {
            Enabled += Reason is null ? 1 : 0;
            return Reason;
        }

        public void Disable() => Disabled++;
    }
}
