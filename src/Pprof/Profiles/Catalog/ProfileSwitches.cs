using System.Collections.Frozen;
using System.Diagnostics;
using Pprof.Telemetry;

namespace Pprof.Profiles.Catalog;

/// <summary>Which kinds of recording are on, and why those that should be are not. Any thread.</summary>
internal sealed class ProfileSwitches(params IReadOnlyList<IProfileSwitch> switches)
{
    // Held while a kind is switched, which may wait for the runtime for seconds. Whoever only asks does not wait for it.
    private readonly Lock _gate = new();
    private volatile FrozenDictionary<ProfileKinds, string> _reasons = FrozenDictionary<ProfileKinds, string>.Empty;
    private volatile ProfileKinds _enabled;

    // Under the gate: what the program has enabled, and what is leased for a while.
    private readonly List<ProfileKinds> _leases = [];
    private ProfileKinds _wanted;

    public ProfileKinds Enabled => _enabled;

    /// <summary>Every kind there is.</summary>
    public ProfileKinds All => switches.Aggregate(ProfileKinds.None, (kinds, one) => kinds | one.Kind);

    public void Enable(ProfileKinds kinds)
    {
        lock (_gate)
        {
            SwitchOn(kinds);
            _wanted |= kinds & _enabled;
        }
    }

    /// <summary>What is leased stays on until the last lease has ended.</summary>
    public void Disable(ProfileKinds kinds)
    {
        lock (_gate)
        {
            _wanted &= ~kinds;
            SwitchOff(kinds);
        }
    }

    /// <summary>Keeps kinds on until the lease is disposed, whether the program has enabled them or not; what it has enabled stays on afterwards.</summary>
    public ProfileLease Lease(ProfileKinds kinds)
    {
        lock (_gate)
        {
            SwitchOn(kinds);
            _leases.Add(kinds);
        }

        return new ProfileLease(this, kinds);
    }

    public void EndLease(ProfileKinds kinds)
    {
        lock (_gate)
        {
            _leases.Remove(kinds);
            SwitchOff(kinds);
        }
    }

    /// <summary>Why the last attempt to enable a kind failed; null when it did not.</summary>
    public string? ReasonFor(ProfileKinds kind) => _reasons.GetValueOrDefault(kind);

    private void SwitchOn(ProfileKinds kinds)
    {
        Debug.Assert(_gate.IsHeldByCurrentThread, "Under the gate.");
        foreach (IProfileSwitch one in switches.Where(one => (kinds & ~_enabled).HasFlag(one.Kind)))
        {
            SetReason(one.Kind, one.TryEnable());
        }
    }

    private void SwitchOff(ProfileKinds kinds)
    {
        Debug.Assert(_gate.IsHeldByCurrentThread, "Under the gate.");
        ProfileKinds needed = _leases.Aggregate(_wanted, (all, leased) => all | leased);
        foreach (IProfileSwitch one in switches.Where(one => (kinds & _enabled & ~needed).HasFlag(one.Kind)))
        {
            one.Disable();
            _enabled &= ~one.Kind;
            OwnEvents.Log.KindSwitched($"{one.Kind}", isOn: false);
        }
    }

    private void SetReason(ProfileKinds kind, string? reason)
    {
        Dictionary<ProfileKinds, string> reasons = new(_reasons);
        if (reason is null)
        {
            _enabled |= kind;
            reasons.Remove(kind);
            OwnEvents.Log.KindSwitched($"{kind}", isOn: true);
        }
        else
        {
            reasons[kind] = reason;
            OwnEvents.Log.KindRefused($"{kind}", reason);
        }

        _reasons = reasons.ToFrozenDictionary();
    }
}
