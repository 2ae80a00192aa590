using Pprof.Profiles.Catalog;
using Pprof.Runtime.Tasks;

namespace Pprof.Profiles.Operations;

/// <summary>
/// Lets the runtime keep its table of tasks. What was in flight before is not in it: the runtime adds a task when an async method is suspended for
/// the first time, when it is awaited, or when it is queued.
/// </summary>
/// <param name="members">Where the runtime's private members are looked up.</param>
internal sealed class TaskSwitch(ITaskMembers members) : IProfileSwitch
{
    private readonly Lock _gate = new();
    private TaskTracking? _known;
    private int _holders;

    public static TaskSwitch Shared { get; } = new(new CoreLibMembers());

    public ProfileKinds Kind => ProfileKinds.Tasks;

    /// <summary>Null while it is off.</summary>
    public TaskTracking? Tracking { get; private set; }

    /// <summary>Why it could not be switched on; null when it could, or nobody tried.</summary>
    public string? Reason { get; private set; }

    public string? TryEnable() => TryHold();

    public void Disable() => Release();

    /// <summary>For a profile that needs the table while it is on itself. As <see cref="TryEnable"/>; several may hold it.</summary>
    public string? TryHold()
    {
        lock (_gate)
        {
            string? reason = _holders > 0 ? null : TrySwitchOn();
            _holders += reason is null ? 1 : 0;
            return Reason = reason;
        }
    }

    /// <summary>The last one switches it off.</summary>
    public void Release()
    {
        lock (_gate)
        {
            if (--_holders == 0)
            {
                Tracking = null;
                _known!.Table.Disable();
                AgeClock.Shared.Stop();
            }
        }
    }

    private string? TrySwitchOn()
    {
        string? reason = null;
        _known ??= TaskTracking.TryCreate(members, out reason);
        if (_known is not null)
        {
            _known.Table.Enable();
            Tracking = _known;
            AgeClock.Shared.Start();
        }

        return reason;
    }
}
