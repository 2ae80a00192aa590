using System.Diagnostics.Tracing;
using Pprof.EventPipe.Hub;

namespace Pprof.Profiles.Heap;

/// <summary>Reports sampled allocations and follows none: for <see cref="HeapLiveness.Off"/>.</summary>
internal sealed class AllocationTracker(EventHub hub) : IHeapTracker, IEventSink
{
    // Held for an event: where the session cannot be replaced its thread may still be delivering one when it is stopped.
    private readonly Lock _gate = new();
    private EventSubscription? _subscription;
    private IHeapSink? _sink;
    private long _malformed;
    private long _lostBefore;
    private long _lostAtStart = -1;

    public string Name => "allocations only";

    public bool FollowsLiveness => false;

    public long Lost => Interlocked.Read(ref _malformed) + Interlocked.Read(ref _lostBefore) + LostSinceStart;

    public string? Fault => hub.Fault;

    private long LostSinceStart => Interlocked.Read(ref _lostAtStart) is >= 0 and var start ? hub.Lost - start : 0;

    public string? TryStart(IHeapSink sink)
    {
        _subscription ??= new EventSubscription(
            EventSubscription.Runtime, AllocationSampledEvent.Keyword, EventLevel.Informational, [AllocationSampledEvent.Id], this);
        SetSink(sink);
        long lost = hub.Lost;
        string? reason = hub.TrySubscribe(_subscription);
        Interlocked.Exchange(ref _lostAtStart, reason is null ? lost : -1);
        if (reason is not null)
        {
            SetSink(null);
        }

        return reason;
    }

    public void Stop()
    {
        if (Interlocked.Read(ref _lostAtStart) >= 0)
        {
            hub.Unsubscribe(_subscription!);
            SetSink(null);
            Interlocked.Add(ref _lostBefore, LostSinceStart);
            Interlocked.Exchange(ref _lostAtStart, -1);
        }
    }

    public bool Refresh(FlushLimit limit) => hub.Flush(limit);

    public void OnEvent(in StackedEvent stackedEvent)
    {
        if (AllocationSampledEvent.TryRead(stackedEvent.Payload, out AllocationSampledEvent sampled))
        {
            lock (_gate)
            {
                _sink?.OnAllocation(sampled.ToAllocation(stackedEvent));
            }
        }
        else
        {
            Interlocked.Increment(ref _malformed);
        }
    }

    private void SetSink(IHeapSink? sink)
    {
        lock (_gate)
        {
            _sink = sink;
        }
    }
}
