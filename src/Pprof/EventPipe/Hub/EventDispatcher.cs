using System.Diagnostics;
using Pprof.EventPipe.Nettrace;

namespace Pprof.EventPipe.Hub;

/// <summary>
/// Gives the events of one session, with their stacks, to those who want them. <c>pprof event decoder</c>; allocates for kinds of events not met before, and
/// nothing for an event.
/// </summary>
internal sealed class EventDispatcher(IReadOnlyList<EventSubscription> subscriptions, IReadOnlyList<EventSubscription> before, FlushMarks marks) : INettraceSink
{
    private readonly Dictionary<int, EventRoute[]> _routes = [];
    private readonly EventStacks _stacks = new();
    private readonly EventSubscription[] _ordering = [.. subscriptions.Where(one => one.IsOrdering)];
    private SessionOverlap? _earlier;
    private bool _wasOldFirst;
    private volatile SessionOverlap? _remembered;
    private long _lostBefore;
    private ulong _latest;

    /// <summary>What was delivered since <see cref="RememberFromNow"/>; null when nothing is remembered.</summary>
    public SessionOverlap? Remembered => _remembered;

    /// <summary>Any thread. A successor is about to be started: what it may have as well is remembered for it.</summary>
    public void RememberFromNow() => _remembered = new SessionOverlap((ulong)Stopwatch.GetTimestamp());

    /// <summary>Any thread. The successor is on, and has not been decoded yet.</summary>
    public void SuccessorIsOn() => _remembered?.BothFrom = (ulong)Stopwatch.GetTimestamp();

    /// <summary>Any thread. The session is about to be ended.</summary>
    public void IsStillOn() => _remembered?.BothUntil = (ulong)Stopwatch.GetTimestamp();

    /// <summary>Any thread. There is no successor after all.</summary>
    public void ForgetRemembered() => _remembered = null;

    /// <summary>
    /// Before the first event: what the predecessor has delivered while this session was running, and the events that were lost until its end. The runtime gives a
    /// session the first slot that is free, and writes slot by slot. So a session that has come behind its predecessor is followed by one in that one's slot, before
    /// it, and the first one, or one that has come before its predecessor, by one behind it. Sessions of other programs may upset that; then the votes correct it.
    /// </summary>
    public void Continue(EventDispatcher predecessor, long lostBefore)
    {
        (_earlier, _lostBefore) = (predecessor.Remembered, lostBefore);
        _earlier?.IsOldFirst = !predecessor.WasOldFirst;
    }

    private bool WasOldFirst => _earlier?.IsOldFirst ?? _wasOldFirst;

    public void OnEvent(in NettraceEvent nettraceEvent)
    {
        _latest = Math.Max(_latest, nettraceEvent.Timestamp);
        DeliverToWhoWantsIt(nettraceEvent);
        marks.OnEvent(nettraceEvent.Timestamp, nettraceEvent.IsSorted);
    }

    public void OnStack(uint stackId, ReadOnlySpan<byte> addresses) => _stacks.Add(stackId, addresses);

    public void OnStacksForgotten() => _stacks.Forget();

    private void DeliverToWhoWantsIt(in NettraceEvent nettraceEvent)
    {
        if (nettraceEvent.IsSorted)
        {
            TellOrder(new EventOrder(nettraceEvent.Timestamp, _latest, _lostBefore + nettraceEvent.Lost));
        }

        if (!_routes.TryGetValue(nettraceEvent.Metadata.MetadataId, out EventRoute[]? routes))
        {
            _routes.Add(nettraceEvent.Metadata.MetadataId, routes = RoutesOf(nettraceEvent.Metadata));
        }

        if (routes.Length > 0)
        {
            Deliver(nettraceEvent, routes);
        }
        else if (nettraceEvent.Metadata.Provider == EventMarks.ProviderName)
        {
            marks.OnMark(new BlobReader(nettraceEvent.Payload).ReadInt64(), nettraceEvent.IsSorted);
        }
    }

    private void TellOrder(in EventOrder order)
    {
        foreach (EventSubscription one in _ordering)
        {
            one.TellOrder(order);
        }
    }

    private void Deliver(in NettraceEvent nettraceEvent, EventRoute[] routes)
    {
        bool isCopy = IsCopy(nettraceEvent);
        StackedEvent stacked = new(nettraceEvent, _stacks.Find(nettraceEvent.StackId));
        foreach (EventRoute route in routes)
        {
            if (!isCopy || !route.IsContinued)
            {
                route.Subscription.Deliver(stacked);
            }
        }

        if (_remembered is { } overlap)
        {
            overlap.Remember(nettraceEvent.ThreadId, nettraceEvent.Timestamp, ContentOf(nettraceEvent));
        }
    }

    private bool IsCopy(in NettraceEvent nettraceEvent)
    {
        if (_earlier is null)
        {
            return false;
        }

        bool isCopy = _earlier.IsCopy(nettraceEvent.ThreadId, nettraceEvent.Timestamp, ContentOf(nettraceEvent));
        bool isLate = nettraceEvent.IsSorted && nettraceEvent.Timestamp > _earlier.Latest + SessionOverlap.MostApart;
        if (isLate || _earlier.IsOver)
        {
            // Nothing older follows.
            _wasOldFirst = WasOldFirst;
            _earlier = null;
        }

        return isCopy;
    }

    private static int ContentOf(in NettraceEvent nettraceEvent)
    {
        HashCode content = default;
        content.Add(nettraceEvent.Metadata.Provider);
        content.Add(nettraceEvent.Metadata.EventId);
        content.AddBytes(nettraceEvent.Payload);
        return content.ToHashCode();
    }

    private EventRoute[] RoutesOf(EventMetadata kind) =>
        [.. subscriptions.Where(one => one.Wants(kind)).Select(one => new EventRoute(one, before.Contains(one)))];
}
