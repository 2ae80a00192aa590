using System.Diagnostics;
using Pprof.Sampling;

namespace Pprof.Profiles.Heap;

/// <summary>Notices ended collections. One thread at a time; allocates only after a collection of the oldest generation.</summary>
/// <remarks>
/// A background collection begins and ends like others and may last for seconds, but settles nothing about young objects. From a blocking
/// collection of all generations it differs by the runtime's own figures only.
/// </remarks>
internal sealed class CollectionClock(HeapAgent agent)
{
    private long _ended = agent.Collections;
    private long _young = agent.LastYoung;
    private long _oldest = agent.LastOldest;
    private long _lastBlocking = LastBlocking();

    /// <summary>The monotonic clock of Linux in nanoseconds, as the agent reads it.</summary>
    public static long Now() => (long)((Int128)Stopwatch.GetTimestamp() * 1_000_000_000 / Stopwatch.Frequency);

    /// <summary>True when a collection has ended since the last call: objects may have died.</summary>
    /// <param name="start">When the last blocking one of them began; 0 when there was none.</param>
    public bool HasMoved(out long start)
    {
        start = 0;
        long ended = agent.Collections;
        if (ended == _ended)
        {
            return false;
        }

        _ended = ended;
        start = Math.Max(Changed(ref _young, agent.LastYoung), ChangedOldest());
        return true;
    }

    private static long LastBlocking() => GC.GetGCMemoryInfo(GCKind.FullBlocking).Index;

    private static long Changed(ref long last, long now) => Interlocked.Exchange(ref last, now) == now ? 0 : now;

    private long ChangedOldest()
    {
        long start = Changed(ref _oldest, agent.LastOldest);
        return start != 0 && Changed(ref _lastBlocking, LastBlocking()) != 0 ? start : 0;
    }
}
