using System.Diagnostics.Tracing;
using Pprof.EventPipe.Nettrace;

namespace Pprof.EventPipe.Hub;

/// <summary>What a part of the library wants to hear of. One subscription is subscribed at most once at a time.</summary>
/// <param name="provider">Name of the event provider.</param>
/// <param name="keywords">Its keywords, of which an event must have one.</param>
/// <param name="level">How verbose.</param>
/// <param name="eventIds">Numbers of the events.</param>
/// <param name="sink">Takes them.</param>
internal sealed class EventSubscription(string provider, long keywords, EventLevel level, IReadOnlyList<int> eventIds, IEventSink sink)
{
    /// <summary>The provider of the runtime's own events.</summary>
    public const string Runtime = "Microsoft-Windows-DotNETRuntime";

    private volatile bool _hasEnded;
    private volatile string? _fault;

    /// <summary>Why events are missing since <see cref="Begin"/>, whether they come again or not; null when none are.</summary>
    public string? Fault => _fault;

    /// <summary>What this process may keep of events that were not decoded yet.</summary>
    public int WaitingMegabytes { get; init; } = EventProviders.WaitingMegabytes;

    public string Provider => provider;

    public long Keywords => keywords;

    public EventLevel Level => level;

    public IReadOnlyList<int> EventIds => eventIds;

    public bool Wants(EventMetadata kind) => kind.Provider == provider && eventIds.Contains(kind.EventId);

    public void Deliver(in StackedEvent stackedEvent)
    {
        if (!_hasEnded)
        {
            sink.OnEvent(stackedEvent);
        }
    }

    /// <summary>Whether its sink puts events in the order of their time.</summary>
    public bool IsOrdering => sink is IOrderingSink;

    public void TellOrder(in EventOrder order)
    {
        if (!_hasEnded)
        {
            ((IOrderingSink)sink).OnOlderHaveCome(order);
        }
    }

    public void Begin() => (_hasEnded, _fault) = (false, null);

    /// <summary>Its session has ended early.</summary>
    public void Fail(string fault) => _fault ??= fault;

    /// <summary>Nothing is delivered any more, also when the session cannot be changed and goes on.</summary>
    public void End() => _hasEnded = true;
}
