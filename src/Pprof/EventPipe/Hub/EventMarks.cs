using System.Diagnostics.Tracing;

namespace Pprof.EventPipe.Hub;

/// <summary>
/// An event of our own that goes the way of all others: when it has come out at the other end, so have those that were raised before it. Made
/// before the first session: while one stops, no event source can be made.
/// </summary>
[EventSource(Name = ProviderName)]
internal sealed class EventMarks : EventSource
{
    public const string ProviderName = "Pprof-Marks";
    public static readonly EventMarks Log = new();
    private static long s_last;

    public static long NextNumber() => Interlocked.Increment(ref s_last);

    /// <param name="number">Tells it from other marks.</param>
    [Event(1, Level = EventLevel.Informational)]
    public void Mark(long number) => WriteEvent(1, number);
}
