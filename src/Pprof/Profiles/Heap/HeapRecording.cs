using Pprof.EventPipe.Hub;
using Pprof.Labels;
using Pprof.Profiles.Catalog;

namespace Pprof.Profiles.Heap;

/// <summary>Allocations of the process and what is alive of them, while <see cref="ProfileKinds.Heap"/> is on. Any thread.</summary>
/// <param name="trackersFor">The ways to follow allocations that a choice allows, best first; asked each time it is switched on.</param>
/// <param name="stacks">Made when it is switched on for the first time; null for those of this process.</param>
internal sealed class HeapRecording(Func<HeapLiveness, IReadOnlyList<IHeapTracker>> trackersFor, Func<IAllocationStacks>? stacks = null) : IProfileSwitch
{
    private readonly Lock _gate = new();
    private readonly HeapState _state = new();
    private HeapTable? _table;
    private volatile IHeapTracker? _tracker;
    private volatile bool _wasEnabled;

    public ProfileKinds Kind => ProfileKinds.Heap;

    /// <summary>Takes effect when it is switched on the next time.</summary>
    public HeapLiveness Liveness { get; set; }

    /// <summary>It has been on, if only for a while.</summary>
    public bool WasEnabled => _wasEnabled;

    /// <summary>Different stacks, each as often as it has different types, sizes and labels.</summary>
    public int Count => Volatile.Read(ref _table)?.Count ?? 0;

    public string? TryEnable()
    {
        HeapTable table = _table ?? new HeapTable(stacks?.Invoke() ?? new AllocationStacks());
        Volatile.Write(ref _table, table);
        LabelHistory.Begin();
        List<string> reasons = [];
        foreach (IHeapTracker tracker in trackersFor(Liveness))
        {
            table.Announce(tracker.FollowsLiveness);
            long lost = tracker.Lost;
            if (tracker.TryStart(table) is { } reason)
            {
                table.Announce(null);
                reasons.Add($"{tracker.Name}: {reason}");
                continue;
            }

            table.Begin();
            OnStarted(tracker, lost, reasons);
            return null;
        }

        LabelHistory.End();
        lock (_gate)
        {
            return _state.OnRefused(reasons);
        }
    }

    public void Disable()
    {
        IHeapTracker tracker = _tracker!;
        tracker.Stop();
        LabelHistory.End();
        lock (_gate)
        {
            _state.OnDisabled(tracker.Lost, tracker.Fault);
            _tracker = null;
        }
    }

    /// <summary>Waits for what was allocated before this call, and copies what there is.</summary>
    /// <param name="comments">What the profile says of itself.</param>
    public HeapContent Collect(out IReadOnlyList<string> comments)
    {
        IHeapTracker? tracker = _tracker;
        bool isWhole = tracker?.Refresh(FlushLimit.OfWriters) ?? true;
        HeapContent content = Volatile.Read(ref _table)?.Copy() ?? HeapContent.None;
        lock (_gate)
        {
            comments = [.. _state.Tell(tracker?.Lost ?? 0, tracker?.Fault, isWhole), .. HeapLosses.Tell(content)];
        }

        return content;
    }

    private void OnStarted(IHeapTracker tracker, long lost, IReadOnlyList<string> reasons)
    {
        lock (_gate)
        {
            _tracker = tracker;
            _wasEnabled = true;
            _state.OnEnabled(tracker, lost, reasons);
        }
    }
}
