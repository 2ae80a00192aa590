using System.Diagnostics.Tracing;
using Microsoft.Diagnostics.NETCore.Client;

namespace Pprof.EventPipe.Hub;

/// <summary>The providers that serve a set of subscriptions: one for each name, wide enough for all who want it.</summary>
internal static class EventProviders
{
    /// <summary>What this process keeps of events that were not decoded yet: 900 bytes each with the deepest stack, so that 18,000 of them fit. Allocated as needed.</summary>
    public const int WaitingMegabytes = 16;

    /// <summary>
    /// What the runtime may keep until it writes events out, which it does every tenth of a second. It takes 100 KB for each thread that raises an event meanwhile, of which only what
    /// is written to becomes resident: 1,300 threads of a large program that wait for one another, or 13,000 that are started in a second. With 16 MB, 160 threads filled it.
    /// </summary>
    public const int RuntimeMegabytes = 128;

    public static EventPipeSessionConfiguration ConfigurationFor(IEnumerable<EventSubscription> subscriptions, int runtimeMegabytes) =>
        new([.. subscriptions.GroupBy(one => one.Provider).Select(Merge), Marks()], runtimeMegabytes, rundownKeyword: 0, requestStackwalk: true);

    public static int WaitingMegabytesFor(IEnumerable<EventSubscription> subscriptions) => subscriptions.Max(static one => one.WaitingMegabytes);

    private static EventPipeProvider Merge(IGrouping<string, EventSubscription> wanted) => new(
        wanted.Key,
        wanted.Max(one => one.Level),
        wanted.Aggregate(0L, (keywords, one) => keywords | one.Keywords),
        arguments: null,
        new EventPipeProviderEventFilter(enable: true, [.. wanted.SelectMany(one => one.EventIds).Distinct().Select(id => (uint)id)]));

    private static EventPipeProvider Marks() => new(EventMarks.ProviderName, EventLevel.Informational);
}
