namespace Pprof.EventPipe.Hub;

/// <summary>A sink for which the order of events of different threads matters: they come only loosely merged.</summary>
internal interface IOrderingSink : IEventSink
{
    /// <summary><c>pprof event decoder</c>, as <see cref="IEventSink.OnEvent"/>, some times in each turn of the runtime's writing thread.</summary>
    void OnOlderHaveCome(in EventOrder order);
}
