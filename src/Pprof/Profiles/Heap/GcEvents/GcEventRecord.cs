using Pprof.EventPipe.Hub;

namespace Pprof.Profiles.Heap;

/// <summary>
/// Puts what threads report in the order in which it happened, and applies it. One thread at a time; allocates while tables grow and for threads not met before, and
/// nothing for an event.
/// </summary>
/// <remarks>
/// No thread allocates while a collection moves things: it writes the event of an allocation between two suspensions, and its time lies between them. So
/// allocations need no order among themselves, but must all have come when a collection that is younger is applied.
/// </remarks>
internal sealed class GcEventRecord
{
    private readonly IHeapSink _sink;
    private readonly GcEventQueue _queue = new();
    private readonly SampledObjects _objects;
    private readonly GcTimeline _timeline;
    private ulong _trustedFrom = ulong.MaxValue;
    private ulong _appliedUntil;
    private long _lost;
    private ulong _brokenUntil;
    private long _malformed;

    public GcEventRecord(IHeapSink sink)
    {
        _sink = sink;
        _objects = new SampledObjects(sink);
        _timeline = new GcTimeline(_objects, sink);
    }

    /// <summary>Any thread. Events of sampled allocations that could not be read.</summary>
    public long Malformed => Interlocked.Read(ref _malformed);

    /// <summary>What was allocated before this time is passed over: a collection may have moved it unseen. Until this call, that is everything.</summary>
    public void TrustFrom(ulong time) => _trustedFrom = time;

    /// <summary>Any thread. Whether all collections before a time have been applied.</summary>
    public bool IsAppliedUntil(ulong time) => Volatile.Read(ref _appliedUntil) >= time;

    /// <summary>Its address holds at its time: the allocating thread cannot be suspended between taking the memory and writing the event.</summary>
    public void OnAllocation(in StackedEvent stackedEvent)
    {
        if (!AllocationSampledEvent.TryRead(stackedEvent.Payload, out AllocationSampledEvent sampled))
        {
            Interlocked.Increment(ref _malformed);
            return;
        }

        if (stackedEvent.Timestamp < _trustedFrom)
        {
            return;
        }

        int number = _sink.OnAllocation(sampled.ToAllocation(stackedEvent));
        if (number == IHeapSink.NotFollowed)
        {
            return;
        }

        if (stackedEvent.Timestamp < _objects.TakenUntil)
        {
            _sink.OnUnknown(number);
        }
        else
        {
            _objects.Add(new NewObject(stackedEvent.Timestamp, sampled.Address, (ulong)sampled.Size, number));
        }
    }

    public void OnCollection(in StackedEvent stackedEvent)
    {
        GcEvent gcEvent = new(
            stackedEvent.Timestamp, stackedEvent.ThreadId, (GcEventKind)stackedEvent.Metadata.EventId, stackedEvent.Payload);
        bool isLate = gcEvent.Time < _appliedUntil;
        if (isLate || !_queue.TryAdd(gcEvent))
        {
            _brokenUntil = Math.Max(_brokenUntil, gcEvent.Time + 1);
        }
    }

    public void OnOlderHaveCome(in EventOrder order)
    {
        if (order.Lost != _lost)
        {
            _lost = order.Lost;
            _brokenUntil = order.Latest + 1;
        }

        // What is missing may be younger than what has all come; until that has come as well, nothing is applied.
        if (order.Older < _brokenUntil)
        {
            return;
        }

        if (_brokenUntil != 0)
        {
            Lose(_brokenUntil);
        }

        _queue.HandOut(order.Older, _timeline);
        Volatile.Write(ref _appliedUntil, Math.Max(_appliedUntil, order.Older));
    }

    /// <summary>The end; gives memory back.</summary>
    public void Close() => _queue.Clear();

    /// <summary>Something from before a time is missing, nobody knows what: so nothing is known of what was allocated until then.</summary>
    public void Lose(ulong before)
    {
        _brokenUntil = 0;
        _queue.Drop(before);
        _timeline.Lose(before);
    }
}
