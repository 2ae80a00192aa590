namespace Pprof.Recording;

/// <summary>Which kinds of recording are on, and why those that should be are not. Any thread.</summary>
internal sealed class ProfileSwitches(params IReadOnlyList<IProfileSwitch> switches)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<ProfileKinds, string> _reasons = [];
    private ProfileKinds _enabled;

    public static ProfileSwitches Shared { get; } = new(ThreadStarts.Shared, TaskSwitch.Shared);

    public ProfileKinds Enabled
    {
        get
        {
            lock (_gate)
            {
                return _enabled;
            }
        }
    }

    /// <summary>Every kind there is.</summary>
    public ProfileKinds All => switches.Aggregate(ProfileKinds.None, (kinds, one) => kinds | one.Kind);

    public void Enable(ProfileKinds kinds)
    {
        lock (_gate)
        {
            foreach (IProfileSwitch one in switches.Where(one => (kinds & ~_enabled).HasFlag(one.Kind)))
            {
                SetReason(one.Kind, one.TryEnable());
            }
        }
    }

    public void Disable(ProfileKinds kinds)
    {
        lock (_gate)
        {
            foreach (IProfileSwitch one in switches.Where(one => (kinds & _enabled).HasFlag(one.Kind)))
            {
                one.Disable();
                _enabled &= ~one.Kind;
            }
        }
    }

    /// <summary>Why the last attempt to enable a kind failed; null when it did not.</summary>
    public string? ReasonFor(ProfileKinds kind)
    {
        lock (_gate)
        {
            return _reasons.GetValueOrDefault(kind);
        }
    }

    private void SetReason(ProfileKinds kind, string? reason)
    {
        if (reason is null)
        {
            _enabled |= kind;
            _reasons.Remove(kind);
        }
        else
        {
            _reasons[kind] = reason;
        }
    }
}
