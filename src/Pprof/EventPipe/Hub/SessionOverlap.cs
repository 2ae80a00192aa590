using System.Diagnostics;

namespace Pprof.EventPipe.Hub;

/// <summary>
/// The events of a session since its successor was asked for, so that those which both sessions have are counted once. The decoding thread of
/// the old session fills it; then that of the new one asks.
/// </summary>
/// <remarks>
/// The runtime writes an event into one session after the other, in an order fixed by the slots they happen to have, and takes the time anew for
/// each. A moment from which on the new session counts would therefore lose or repeat an event that is being written just then. But a thread writes
/// its next event only when the last one is in all sessions. So in the events of one thread, both sessions' merged by time, nothing can stand between
/// the two copies of an event:
/// <code>
/// old session alone · both sessions          · new session alone
/// a1 a2               a3 b3 a4 b4   (or b3 a3)   b5 b6
/// </code>
/// An event b is a copy if a neighbour of it in that order is an a with the same content that has no copy yet; of two such neighbours, the
/// nearer one. Two events with the same content, one from before the new session was asked for and one from after the old one's end, are no copies although
/// nothing stands between them: no thread takes the whole time of both to write one event.
/// </remarks>
/// <param name="begin">A moment before the new session, on the clock of the events.</param>
internal sealed class SessionOverlap(ulong begin)
{
    // 524,288 events at 24 bytes are 12 MB, while both sessions run: a tenth of a second, on a busy machine some. Whoever raises more than that loses events anyway.
    private const int MostEvents = 1 << 19;

    /// <summary>Copies lie a stack walk apart, some microseconds; longer when the writing thread has been preempted between the two.</summary>
    public static readonly ulong MostApart = (ulong)Stopwatch.Frequency / 10;

    private readonly Dictionary<ulong, EventsOfThread> _byThread = [];
    private int _count;

    private record struct Entry(ulong Time, int Content, bool HasCopy);

    private sealed class EventsOfThread
    {
        public List<Entry> Old { get; } = [];

        /// <summary>Time of the new session's latest event.</summary>
        public ulong LatestNew { get; set; }
    }

    /// <summary>A moment after the last event that was written to the old session.</summary>
    public ulong End { get; set; } = ulong.MaxValue;

    /// <summary>Time of the last event.</summary>
    public ulong Latest { get; private set; }

    /// <summary>An event of the old session. Those of a thread come in the order of their time.</summary>
    public void Remember(ulong thread, ulong time, int content)
    {
        if (_count >= MostEvents)
        {
            return;
        }

        if (!_byThread.TryGetValue(thread, out EventsOfThread? events))
        {
            _byThread.Add(thread, events = new EventsOfThread());
        }

        events.Old.Add(new Entry(time, content, HasCopy: false));
        _count++;
        Latest = Math.Max(Latest, time);
    }

    /// <summary>True when this event of the new session is the copy of one of the old session's. Those of a thread come in the order of their time.</summary>
    public bool IsCopy(ulong thread, ulong time, int content)
    {
        if (!_byThread.TryGetValue(thread, out EventsOfThread? events))
        {
            return false;
        }

        int after = FirstAfter(events.Old, time);
        bool isNeighbour = after > 0 && events.Old[after - 1].Time >= events.LatestNew;
        ulong before = isNeighbour ? Distance(events.Old, after - 1, time, content) : ulong.MaxValue;
        ulong behind = Distance(events.Old, after, time, content);
        events.LatestNew = time;
        bool isCopy = Math.Min(before, behind) <= MostApart;
        if (isCopy)
        {
            int nearest = before <= behind ? after - 1 : after;
            events.Old[nearest] = events.Old[nearest] with { HasCopy = true };
        }

        return isCopy;
    }

    private ulong Distance(List<Entry> entries, int index, ulong time, int content)
    {
        if (index < 0 || index >= entries.Count || entries[index].HasCopy || entries[index].Content != content)
        {
            return ulong.MaxValue;
        }

        ulong old = entries[index].Time;
        bool spansBoth = old < begin && time > End;
        return spansBoth ? ulong.MaxValue : Math.Max(time, old) - Math.Min(time, old);
    }

    private static int FirstAfter(List<Entry> entries, ulong time)
    {
        int low = 0;
        int high = entries.Count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            (low, high) = entries[middle].Time <= time ? (middle + 1, high) : (low, middle);
        }

        return low;
    }
}
