namespace Pprof.EndToEnd.Tests.Heap;

/// <summary>Surviving and moved ranges of each collection.</summary>
public sealed class GcEventConformanceTests : HeapTrackerConformance
{
    protected override string Tracker => "gc events";
}
