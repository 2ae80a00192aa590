using Pprof.EventPipe.Hub;
using Pprof.EventPipe.Nettrace;
using Pprof.Profiles.Heap;

namespace Pprof.Tests.Profiles.Heap.GcEvents;

/// <summary>
/// Delivers events as the runtime does: in each turn from the thread that has the oldest one all that this thread has, told to be the oldest. One event a nanosecond.
/// </summary>
internal sealed class GcEventStream(GcEventRecord record)
{
    private readonly SortedDictionary<int, Queue<(ulong Time, int Kind, byte[] Payload)>> _byThread = [];
    private const int Missing = 0;
    private readonly HashSet<int> _missing = [];
    private ulong _now = 1000;
    private long _lost;
    private ulong _latest;
    private int _dropped;

    /// <summary>A thread whose reports of survivors will not be delivered, nor that they are missing; null for none.</summary>
    public int? Unheard { get; set; }

    /// <summary>Time of the next event.</summary>
    public ulong Now
    {
        get => _now;
        set => _now = value;
    }

    public void Raise(int thread, int kind, byte[] payload)
    {
        if (thread == Unheard && (GcEventKind)kind is GcEventKind.Surviving or GcEventKind.Moved)
        {
            _now++;
            return;
        }

        if (!_byThread.TryGetValue(thread, out var queue))
        {
            _byThread.Add(thread, queue = new());
        }

        queue.Enqueue((_now++, _dropped-- > 0 ? Missing : kind, payload));
    }

    public void Raise(int thread, GcEventKind kind, byte[] payload) => Raise(thread, (int)kind, payload);

    /// <summary>The next events will not be delivered; that something is missing is told with the next one of the same thread.</summary>
    public void DropNext(int count) => _dropped = count;

    /// <summary>One turn of the writing thread: everything raised until now.</summary>
    public void Turn()
    {
        while (_byThread.Values.Any(static queue => queue.Count > 0))
        {
            (int thread, Queue<(ulong Time, int Kind, byte[] Payload)> queue) = _byThread.Where(static one => one.Value.Count > 0).MinBy(static one => one.Value.Peek().Time);
            bool isFirst = true;
            while (queue.TryDequeue(out var one))
            {
                if (one.Kind == Missing)
                {
                    _missing.Add(thread);
                    continue;
                }

                _latest = Math.Max(_latest, one.Time);
                _lost += _missing.Remove(thread) ? 1 : 0;
                if (isFirst)
                {
                    record.OnOlderHaveCome(new EventOrder(one.Time, _latest, _lost));
                }

                isFirst = false;
                Deliver(thread, one.Time, one.Kind, one.Payload);
            }
        }
    }

    /// <summary>A mark comes out, as of a flush: all older events have come.</summary>
    public void Flush()
    {
        Turn();
        _latest = _now++;
        record.OnOlderHaveCome(new EventOrder(_latest, _latest, _lost));
    }

    private void Deliver(int thread, ulong time, int kind, byte[] payload)
    {
        EventHeader header = new() { ThreadId = (ulong)thread, Timestamp = time };
        EventMetadata metadata = new(kind, EventSubscription.Runtime, kind, "", 0);
        StackedEvent stacked = new(new NettraceEvent(metadata, header, payload, _lost), []);
        if (kind == GcPayload.AllocationSampled)
        {
            record.OnAllocation(stacked);
        }
        else
        {
            record.OnCollection(stacked);
        }
    }
}
