using System.Diagnostics.Tracing;
using Pprof.EventPipe.Hub;

namespace Pprof.EndToEnd.Tests.Events;

/// <summary>Fails on the first event it gets.</summary>
internal sealed class FailingOnceSink : IEventSink
{
    public FailingOnceSink() => Subscription = new EventSubscription(Numbers.ProviderName, -1, EventLevel.Verbose, [1], this);

    public EventSubscription Subscription { get; }

    public int Events { get; private set; }

    public void OnEvent(in StackedEvent stackedEvent)
    {
        if (++Events == 1)
        {
            throw new InvalidOperationException("It fails once.");
        }
    }
}
