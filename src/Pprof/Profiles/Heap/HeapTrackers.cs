using Pprof.EventPipe.Hub;

namespace Pprof.Profiles.Heap;

/// <summary>The ways to follow allocations, best first. Each is one object for good, so that its losses are counted on.</summary>
internal sealed class HeapTrackers(EventHub hub)
{
    private readonly AgentTracker _agent = new();
    private readonly GcEventTracker _gcEvents = new(hub);
    private readonly AllocationTracker _none = new(hub);

    /// <summary>Those to be tried, in turn, until one starts.</summary>
    public IReadOnlyList<IHeapTracker> For(HeapLiveness liveness) => liveness switch
    {
        HeapLiveness.Off => [_none],
        HeapLiveness.Agent => [_agent],
        HeapLiveness.GcEvents => [_gcEvents],
        _ => [_agent, _gcEvents, _none],
    };
}
