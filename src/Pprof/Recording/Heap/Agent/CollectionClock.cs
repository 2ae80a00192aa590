using System.Diagnostics;

namespace Pprof.Recording;

/// <summary>
/// Notices collections by the runtime's counters. One thread at a time; allocates only when a collection of the oldest generation has begun.
/// </summary>
/// <remarks>
/// A thread that reads a counter runs no managed code while a blocking collection does its work: when the counter has grown, such a collection began
/// after the reading before and is over. A background collection counts when it begins, and goes on for long; it settles nothing about young
/// objects, which only blocking collections take.
/// </remarks>
internal sealed class CollectionClock
{
    private const int Oldest = 2;
    private int _collections;
    private int _collectionsOfOldest;
    private long _lastBlockingOfOldest;
    private long _read;

    public CollectionClock() => HasMoved(out _);

    /// <summary>The monotonic clock of Linux in nanoseconds, as the agent reads it.</summary>
    public static long Now() => (long)((Int128)Stopwatch.GetTimestamp() * 1_000_000_000 / Stopwatch.Frequency);

    /// <summary>True when a counter has moved: objects may have died.</summary>
    /// <param name="start">A time after which a blocking collection has begun and completed; 0 when there was none since the last call.</param>
    public bool HasMoved(out long start)
    {
        // The clock first: a collection between the two readings is then said to begin too early, not too late.
        long before = _read;
        _read = Now();
        (int collections, int ofOldest) = Count();
        int young = collections - _collections - (ofOldest - _collectionsOfOldest);
        bool isBlocking = young > 0 || (ofOldest != _collectionsOfOldest && IsBlockingOfOldest());
        bool hasMoved = collections != _collections;
        (_collections, _collectionsOfOldest) = (collections, ofOldest);
        start = isBlocking ? before : 0;
        return hasMoved;
    }

    // Every collection counts for the youngest generation. Both numbers as of one moment.
    private static (int All, int OfOldest) Count()
    {
        int all;
        int ofOldest;
        do
        {
            all = GC.CollectionCount(0);
            ofOldest = GC.CollectionCount(Oldest);
        }
        while (all != GC.CollectionCount(0));
        return (all, ofOldest);
    }

    private bool IsBlockingOfOldest()
    {
        long last = _lastBlockingOfOldest;
        _lastBlockingOfOldest = GC.GetGCMemoryInfo(GCKind.FullBlocking).Index;
        return _lastBlockingOfOldest != last;
    }
}
