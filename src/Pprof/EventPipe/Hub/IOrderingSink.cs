namespace Pprof.EventPipe.Hub;

/// <summary>A sink for which the order of events of different threads matters: they come only loosely merged.</summary>
internal interface IOrderingSink : IEventSink
{
    /// <summary>Decoding thread, as <see cref="IEventSink.OnEvent"/>, some times in each turn of the runtime's writing thread.</summary>
    /// <param name="time">
    /// Whatever was raised before has been delivered. An event that was being written while the session was changed may still follow.
    /// </param>
    /// <param name="lost">Events of all kinds that were found missing until now; a number that only grows while the subscription lasts.</param>
    void OnOlderHaveCome(ulong time, long lost);
}
