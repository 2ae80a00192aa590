using System.Diagnostics.Tracing;
using Pprof.EventPipe.Hub;

namespace Pprof.EndToEnd.Tests.Events;

/// <summary>Takes a millisecond for an event, so that a thread that raises some thousand a second is ahead of it, on the slowest machine.</summary>
internal sealed class SlowSink : IEventSink
{
    public SlowSink() => Subscription = new EventSubscription(Numbers.ProviderName, -1, EventLevel.Verbose, [1], this);

    public EventSubscription Subscription { get; }

    public void OnEvent(in StackedEvent stackedEvent) => Thread.Sleep(1);
}
