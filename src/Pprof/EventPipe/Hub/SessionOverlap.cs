using System.Diagnostics;

namespace Pprof.EventPipe.Hub;

/// <summary>
/// The events of a session since its successor was asked for, so that those which both sessions have are counted once. The decoding thread of
/// the old session fills it to that one's end; only then does that of the new one ask.
/// </summary>
/// <remarks>
/// The runtime writes an event into one session after the other, in an order fixed by the slots they happen to have, and takes the time anew for
/// each. A moment from which on the new session counts would therefore lose or repeat an event that is being written just then. But a thread writes
/// its next event only when the last one is in all sessions. So in the events of one thread, both sessions' merged by time, nothing can stand between
/// the two copies of an event:
/// <code>
/// old session alone · both sessions     · new session alone
/// a1 a2               a3 b3 a4 b4 a5 b5   b6 b7               the old one is written first
/// a1 a2               b3 a3 b4 a4 b5 a5   b6 b7               the new one is written first
/// </code>
/// A b with an a of its thread behind it was written while the old session was on: it is the copy of one of its neighbours, whichever that is, and only
/// where events were dropped have both another content. Open is only the first b behind the last a: b5 in the first row is a copy, b6 in the second is not.
/// Content cannot tell when all events are equal, nor can the nearer neighbour: a thread may lose its processor anywhere, and its first event in a session
/// waits for a buffer. But the order is the same for all threads, so it is put to the vote: each a between two b's is for the one that has its content, and
/// of two such for the nearer one, since between two events a thread does all that it does between two copies and more. Where few vote, because a thread hardly
/// had a processor meanwhile, one that lost it at a wrong moment could decide: then the order that is expected does.
/// <para>
/// A thread without a b before its last a was asleep, or wrote one event at most, while both sessions were on. The b behind is then a copy unless the last a
/// is from before that time and the b from after it, and for these it is taken that no thread takes the whole time of both to write one event: see <see cref="Least"/>.
/// </para>
/// </remarks>
/// <param name="begin">A moment before the new session, on the clock of the events.</param>
/// <param name="mostEvents">
/// Events remembered: 524,288 at 16 bytes are 8 MB, while both sessions run: a tenth of a second, on a busy machine some. Of a thread that raises more, the last
/// one is known; what the new session has until then is taken for copies without being compared. Only where events were dropped can that be wrong.
/// </param>
internal sealed class SessionOverlap(ulong begin, int mostEvents = 1 << 19)
{
    /// <summary>How long both sessions must run at the least: some turns of a processor that has to serve other threads too.</summary>
    public static readonly TimeSpan Least = TimeSpan.FromMilliseconds(10);

    /// <summary>Copies lie a stack walk apart, some microseconds; longer when the writing thread has been preempted between the two.</summary>
    public static readonly ulong MostApart = (ulong)Stopwatch.Frequency;

    // Nearness of one event may mislead, that of ten hardly.
    private const int VotesExpected = 10;

    private readonly Dictionary<ulong, ThreadOverlap> _byThread = [];
    private int _count;
    private long _votes;

    /// <summary>A moment at which the new session was on. The first of its events shows an earlier one.</summary>
    public ulong BothFrom { get; set; } = ulong.MaxValue;

    /// <summary>
    /// A moment at which the old session was still on. The last of its events shows no later one: a thread that was about to write when the session was ended still does,
    /// whenever it has a processor again.
    /// </summary>
    public ulong BothUntil { get; set; }

    /// <summary>Time of the old session's last event.</summary>
    public ulong Latest { get; private set; }

    /// <summary>
    /// Which session is written first, by the votes until now. Set to what is expected, before the first vote: it decides while few have voted.
    /// </summary>
    public bool IsOldFirst
    {
        get => _votes >= 0;
        set => _votes = value ? VotesExpected : -VotesExpected;
    }

    /// <summary>No copy can come any more.</summary>
    public bool IsOver => _byThread.Count == 0;

    /// <summary>An event of the old session. Those of a thread come in the order of their time.</summary>
    public void Remember(ulong thread, ulong time, int content)
    {
        if (!_byThread.TryGetValue(thread, out ThreadOverlap? events))
        {
            _byThread.Add(thread, events = new ThreadOverlap());
        }

        _count += events.Remember((time, content), begin, _count < mostEvents) ? 1 : 0;
        Latest = Math.Max(Latest, time);
    }

    /// <summary>True when this event of the new session is the copy of one of the old session's. Those of a thread come in the order of their time.</summary>
    public bool IsCopy(ulong thread, ulong time, int content)
    {
        BothFrom = Math.Min(BothFrom, time);
        if (!_byThread.TryGetValue(thread, out ThreadOverlap? events))
        {
            return false;
        }

        _votes += events.Advance(time, content);
        if (time < events.Last.Time)
        {
            return events.HasNeighbourLikeIt();
        }

        _byThread.Remove(thread);
        return events.Last.Content == content && IsOldFirst && CanBeCopies(events.Last.Time, time);
    }

    private bool CanBeCopies(ulong old, ulong time) => time - old <= MostApart && (old >= BothFrom || time <= BothUntil);
}
