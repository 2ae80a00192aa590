using System.Diagnostics.Tracing;

namespace Pprof.Workloads.Heap;

/// <summary>Events with the number of sampled allocations that are none.</summary>
[EventSource(Name = "Pprof-Test-SameNumber")]
internal sealed class SameNumber : EventSource
{
    [Event(303)]
    public void Written(string text) => WriteEvent(303, text);
}
