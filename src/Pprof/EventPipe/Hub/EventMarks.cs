using System.Diagnostics;
using System.Diagnostics.Tracing;
using Pprof.Copies;

namespace Pprof.EventPipe.Hub;

/// <summary>
/// An event of our own that goes the way of all others: when it has come out at the other end, so have those that were raised before it. Made
/// before the first session: while one stops, no event source can be made.
/// </summary>
/// <remarks>
/// .NET 11 answers the request for a session before the session is in force, by 0.3 ms in the median and up to a tenth of a second: of what is raised
/// meanwhile nothing ever comes. The runtime tells its own providers first and this source, which every session asks for, after them. So once this source
/// has been told, the session is in force. .NET 10 has told it before it answers.
/// </remarks>
internal sealed class EventMarks : EventSource
{
    // Before the source, which is made of it.
    public static readonly string ProviderName = LibraryCopies.Number == 0 ? "Pprof-Marks" : $"Pprof-Marks-{LibraryCopies.Number}";
    public static readonly EventMarks Log = new();
    private static readonly TimeSpan s_longestWait = TimeSpan.FromSeconds(1);
    private static long s_last;
    private static long s_told;
    private static volatile bool s_isNeverTold;

    // Of sources of one name in a process only the first is heard, and each copy of this library has its own.
    private EventMarks()
        : base(ProviderName, EventSourceSettings.EtwManifestEventFormat)
    {
    }

    public static long NextNumber() => Interlocked.Increment(ref s_last);

    /// <summary>How often this source has been told of a session that begins, changes or ends.</summary>
    public static long Told => Interlocked.Read(ref s_told);

    /// <summary>Returns when the source has been told once more than <paramref name="before"/> times, or after a second.</summary>
    public static void WaitUntilTold(long before)
    {
        // Without event sources (a feature switch of the program) nobody is told; then it is not waited for again.
        TimeSpan longest = s_isNeverTold ? SessionOverlap.Least : s_longestWait;
        long start = Stopwatch.GetTimestamp();
        while (Told == before && Stopwatch.GetElapsedTime(start) < longest)
        {
            Thread.Sleep(Stopwatch.GetElapsedTime(start) < SessionOverlap.Least ? 0 : 1);
        }

        s_isNeverTold = Told == 0;
    }

    /// <inheritdoc/>
    protected override void OnEventCommand(EventCommandEventArgs command) => Interlocked.Increment(ref s_told);

    /// <param name="number">Tells it from other marks.</param>
    [Event(1, Level = EventLevel.Informational)]
    public void Mark(long number) => WriteEvent(1, number);
}
