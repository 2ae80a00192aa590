using System.Diagnostics;
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

    /// <summary>
    /// Collects until no more than so many are left, or for a minute. One count may be that of an earlier collection, whose event comes late; and what
    /// has finalizers goes in several rounds.
    /// </summary>
    public long Settled(long most)
    {
        Stopwatch watch = Stopwatch.StartNew();
        long count = Next();
        while (count > most && watch.Elapsed < TimeSpan.FromMinutes(1))
        {
            GC.WaitForPendingFinalizers();
            count = Next();
        }

        return count;
    }

    private long Next()
    {
        long before = Interlocked.Read(ref _events);
        GC.Collect(2, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        SpinWait.SpinUntil(() => Interlocked.Read(ref _events) > before, TimeSpan.FromSeconds(10));
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
