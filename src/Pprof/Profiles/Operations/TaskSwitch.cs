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

    public static TaskSwitch Shared { get; } = new(new CoreLibMembers());

    public ProfileKinds Kind => ProfileKinds.Tasks;

    /// <summary>Null while it is off.</summary>
    public TaskTracking? Tracking { get; private set; }

    /// <summary>Why it could not be switched on; null when it could, or nobody tried.</summary>
    public string? Reason { get; private set; }

    public string? TryEnable()
    {
        string? reason = null;
        lock (_gate)
        {
            _known ??= TaskTracking.TryCreate(members, out reason);
            _known?.Table.Enable();
            (Tracking, Reason) = (_known, reason);
        }

        return reason;
    }

    public void Disable()
    {
        lock (_gate)
        {
            Tracking = null;
            _known?.Table.Disable();
        }
    }
}
