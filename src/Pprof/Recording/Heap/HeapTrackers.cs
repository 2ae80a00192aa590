using Pprof.EventPipe.Hub;

namespace Pprof.Recording;

/// <summary>The ways to follow allocations, best first.</summary>
internal static class HeapTrackers
{
    /// <summary>Those to be tried, in turn, until one starts.</summary>
    public static IReadOnlyList<IHeapTracker> For(HeapLiveness liveness, EventHub hub) => liveness switch
    {
        HeapLiveness.Off => [new AllocationTracker(hub)],
        _ => [new AllocationTracker(hub)],
    };
}
