using System.Diagnostics;
using System.Diagnostics.Tracing;
using Pprof.EventPipe.Hub;

namespace Pprof.Profiles.Heap;

/// <summary>
/// Follows sampled objects by what the runtime reports of each collection: which ranges survive, and where they go. No native code and no profiler's slot; costs in proportion
/// to the ranges of all survivors. <c>pprof event decoder</c> does all the work, and calls the sink.
/// </summary>
internal sealed class GcEventTracker(EventHub hub) : IHeapTracker, IOrderingSink
{
    private const long GcKeyword = 0x1;
    private const long SurvivalAndMovementKeyword = 0x400000;

    // The reader of events is stopped like the program while a collection reports: all ranges of a collection wait. 128 MB are those of 8 million gaps in the heap,
    // 5 million when it is compacted. Allocated as needed, and given back.
    private const int WaitingMegabytes = 128;
    private static readonly int[] s_events =
    [
        AllocationSampledEvent.Id, (int)GcEventKind.Start, (int)GcEventKind.End, (int)GcEventKind.Statistics, (int)GcEventKind.Restart,
        (int)GcEventKind.GenerationRange, (int)GcEventKind.Surviving, (int)GcEventKind.Moved,
    ];

    // Held for an event, or to apply a collection. Stop waits for it, and whoever writes a profile after the session has lost its connection.
    private readonly Lock _gate = new();
    private EventSubscription? _subscription;
    private volatile GcEventRecord? _record;
    private long _malformedBefore;

    public string Name => "gc events";

    public long Lost => hub.Lost + Interlocked.Read(ref _malformedBefore) + (_record?.Malformed ?? 0);

    public string? Fault => hub.Fault;

    public string? TryStart(IHeapSink sink)
    {
        if (SpecialRegions.ReasonAgainst(Environment.GetEnvironmentVariable) is { } reason)
        {
            return reason;
        }

        _subscription ??= new EventSubscription(
            EventSubscription.Runtime, GcKeyword | SurvivalAndMovementKeyword | AllocationSampledEvent.Keyword, EventLevel.Informational, s_events, this)
        {
            WaitingMegabytes = WaitingMegabytes,
        };
        lock (_gate)
        {
            _record = new GcEventRecord(sink);
        }

        reason = hub.TrySubscribe(_subscription);
        lock (_gate)
        {
            _record = reason is null ? _record : null;
            // Until now a collection may have passed whose events were not all asked for yet, and from now on none can: this thread is running.
            _record?.TrustFrom((ulong)Stopwatch.GetTimestamp());
        }

        return reason;
    }

    public void Stop()
    {
        if (_subscription is not null)
        {
            hub.Unsubscribe(_subscription);
        }

        lock (_gate)
        {
            Interlocked.Add(ref _malformedBefore, _record?.Malformed ?? 0);
            _record?.Close();
            _record = null;
        }
    }

    public bool Refresh(FlushLimit limit)
    {
        ulong now = (ulong)Stopwatch.GetTimestamp();
        bool hasCome = hub.Flush(limit);
        if (hub.Fault is not null)
        {
            LoseAll(now);
            return false;
        }

        return hasCome && _record?.IsAppliedUntil(now) is true;
    }

    private void LoseAll(ulong now)
    {
        lock (_gate)
        {
            _record?.Lose(now);
        }
    }

    public void OnEvent(in StackedEvent stackedEvent)
    {
        lock (_gate)
        {
            if (stackedEvent.Metadata.EventId == AllocationSampledEvent.Id)
            {
                _record?.OnAllocation(stackedEvent);
            }
            else
            {
                _record?.OnCollection(stackedEvent);
            }
        }
    }

    public void OnOlderHaveCome(in EventOrder order)
    {
        lock (_gate)
        {
            _record?.OnOlderHaveCome(order);
        }
    }
}
