namespace Pprof.EventPipe.Hub;

/// <summary>Takes the events of a subscription.</summary>
internal interface IEventSink
{
    /// <summary>
    /// <c>pprof event decoder</c>, one event at a time, never after the subscription has ended. May allocate and lock; must not call the hub, and
    /// must not wait for a thread that does.
    /// </summary>
    void OnEvent(in StackedEvent stackedEvent);
}

/// <summary>A sink for which the order of events of different threads matters: they come only loosely merged.</summary>
internal interface IOrderingSink : IEventSink
{
    /// <summary><c>pprof event decoder</c>, as <see cref="IEventSink.OnEvent"/>, some times in each turn of the runtime's writing thread.</summary>
    void OnOlderHaveCome(in EventOrder order);
}

/// <summary>How far a session's events have come.</summary>
/// <param name="Older">Whatever was raised before this time has been delivered. An event that was being written while the session was changed may still follow.</param>
/// <param name="Latest">No event has come that was raised after this time.</param>
/// <param name="Lost">Events of all kinds that were found missing until now, all of them older than <paramref name="Latest"/>. Never falls while a subscription lasts.</param>
internal readonly record struct EventOrder(ulong Older, ulong Latest, long Lost);

/// <summary>Where events of one kind go.</summary>
/// <param name="Subscription">Who wants them.</param>
/// <param name="IsContinued">It got them from the session before as well, so that copies must be told apart.</param>
internal readonly record struct EventRoute(EventSubscription Subscription, bool IsContinued);
