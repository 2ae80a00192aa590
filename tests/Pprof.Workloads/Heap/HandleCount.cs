using System.Diagnostics.Tracing;

namespace Pprof.Workloads.Heap;

/// <summary>How many garbage collector handles of any kind there are, by the runtime's own count.</summary>
internal sealed class HandleCount : EventListener
{
    private const EventKeywords Collections = (EventKeywords)1;
    private const string HeapStats = "GCHeapStats_V2";
    private readonly Lock _gate = new();
    private long _events;
    private long _handles;

    /// <summary>As of a collection that this call makes.</summary>
    public long Now()
    {
        long before = Interlocked.Read(ref _events);
        GC.Collect();
        SpinWait.SpinUntil(() => Interlocked.Read(ref _events) > before, TimeSpan.FromSeconds(60));
        lock (_gate)
        {
            return _handles;
        }
    }

    protected override void OnEventSourceCreated(EventSource eventSource)
    {
        if (eventSource.Name == "Microsoft-Windows-DotNETRuntime")
        {
            EnableEvents(eventSource, EventLevel.Informational, Collections);
        }
    }

    protected override void OnEventWritten(EventWrittenEventArgs eventData)
    {
        if (eventData.EventName == HeapStats)
        {
            lock (_gate)
            {
                _handles = (uint)eventData.Payload![eventData.PayloadNames!.IndexOf("GCHandleCount")]!;
            }

            Interlocked.Increment(ref _events);
        }
    }
}
