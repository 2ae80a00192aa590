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
