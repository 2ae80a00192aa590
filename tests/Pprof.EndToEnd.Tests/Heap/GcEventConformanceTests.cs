namespace Pprof.EndToEnd.Tests.Heap;

/// <summary>Surviving and moved ranges of each collection.</summary>
public sealed class GcEventConformanceTests : HeapTrackerConformance
{
    protected override string Tracker => "gc events";

    // Events may be lost on a busy machine; what is said of such a run, other tests look at.
    protected override int MostRuns => 3;
}
