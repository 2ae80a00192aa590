using Pprof.EventPipe.Hub;
using Pprof.Profiles.Heap;

namespace Pprof.Workloads.Heap;

/// <summary>Every way of following objects, by the name it has for itself.</summary>
internal static class HeapTrackers
{
    public static IHeapTracker Create(string name) => name switch
    {
        "gc events" => new GcEventTracker(EventHub.Shared),
        "agent" => new AgentTracker(),
        _ => throw new ArgumentException($"no tracker is called '{name}'", nameof(name)),
    };
}
