using System.Diagnostics.Tracing;
using Microsoft.Diagnostics.NETCore.Client;

namespace Pprof.EventPipe.Hub;

/// <summary>The providers that serve a set of subscriptions: one for each name, wide enough for all who want it.</summary>
internal static class EventProviders
{
    /// <summary>Events a thread raises in a tenth of a second: 900 bytes each with the deepest stack, so that 18,000 of them fit. Allocated as needed.</summary>
    public const int BufferMegabytes = 16;

    public static EventPipeSessionConfiguration ConfigurationFor(IEnumerable<EventSubscription> subscriptions) =>
        new([.. subscriptions.GroupBy(one => one.Provider).Select(Merge), Marks()], BufferMegabytesFor(subscriptions), rundownKeyword: 0, requestStackwalk: true);

    public static int BufferMegabytesFor(IEnumerable<EventSubscription> subscriptions) => subscriptions.Max(static one => one.BufferMegabytes);

    private static EventPipeProvider Merge(IGrouping<string, EventSubscription> wanted) => new(
        wanted.Key,
        wanted.Max(one => one.Level),
        wanted.Aggregate(0L, (keywords, one) => keywords | one.Keywords),
        arguments: null,
        new EventPipeProviderEventFilter(enable: true, [.. wanted.SelectMany(one => one.EventIds).Distinct().Select(id => (uint)id)]));

    private static EventPipeProvider Marks() => new(EventMarks.ProviderName, EventLevel.Informational);
}
