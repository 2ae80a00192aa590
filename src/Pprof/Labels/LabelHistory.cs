using System.Diagnostics;

namespace Pprof.Labels;

/// <summary>
/// Answers which labels were in force on a thread at a moment some tenths of a second ago: what the runtime tells of its threads arrives that late.
/// Kept while somebody has called <see cref="Begin"/>; else a change of labels costs one more look at a field.
/// </summary>
/// <remarks>
/// A thread writes its changes into a ring of its own (<see cref="ThreadPast"/>). The rings of threads that ended are kept for a while. The kernel gives
/// the id of an ended thread to another one only when it has gone round all ids, tens of thousands at least; so within the time between an
/// event and its being read an id means one thread, and what is asked about a thread that has ended meanwhile is answered from its ring.
/// A thread is found to have ended at the next look-up on any thread; from that moment on its id has no labels.
/// </remarks>
internal sealed class LabelHistory
{
    // Changes of all threads together, beyond the few each begins with: 32 MB.
    private const long MostChanges = 1 << 21;

    private const long SweepNanoseconds = 100_000_000;
    private const long EndedKeptNanoseconds = 10_000_000_000;
    private const int MostUnsettled = 64;

    private static readonly Lock s_gate = new();
    private static volatile LabelHistory? s_running;
    private static int s_users;
    private static long s_forgotten;

    private readonly Lock _gate = new();
    private readonly Dictionary<int, ThreadPast> _threads = [];
    private ThreadPast? _unsettled;
    private int _unsettledCount;
    private long _changes;
    private long _nextSweep = long.MinValue;

    /// <summary>Null while nobody wants to know.</summary>
    public static LabelHistory? Running => s_running;

    /// <summary>Look-ups whose answer had been overwritten by later changes, since the process began. They were answered with no labels.</summary>
    public static long Forgotten => Interlocked.Read(ref s_forgotten);

    /// <summary>Threads that are known, and ended ones.</summary>
    public int Count => _threads.Count;

    /// <summary>Changes remembered beyond the few each thread begins with.</summary>
    public long Changes => Interlocked.Read(ref _changes);

    /// <summary>From now on changes are remembered, until <see cref="End"/> has been called as often.</summary>
    public static void Begin()
    {
        lock (s_gate)
        {
            if (s_users++ == 0)
            {
                Start();
            }
        }
    }

    public static void End()
    {
        lock (s_gate)
        {
            if (--s_users == 0)
            {
                Stop();
            }
        }
    }

    /// <summary>Any thread; never throws. Empty when there were none, when the thread is unknown, and when nothing is remembered.</summary>
    /// <param name="osThreadId">The kernel's number of the thread.</param>
    /// <param name="nanoseconds">Of the monotonic clock, as events have it.</param>
    public static LabelSet At(int osThreadId, long nanoseconds) => s_running?.Find(osThreadId, nanoseconds, Stopwatch.GetTimestamp()) ?? LabelSet.Empty;

    /// <summary>On a thread whose labels have just changed. Must not wait or throw; allocates when the thread is new here or changes more often than before.</summary>
    public void Note(ThreadLabels thread, LabelScope? before, LabelScope? after) =>
        Note(thread, LabelsOf(before), LabelsOf(after), Stopwatch.GetTimestamp());

    public void Note(ThreadLabels thread, LabelSet before, LabelSet after, long now)
    {
        try
        {
            PastOf(thread, before, now).Add(now, after);
        }
        catch (OutOfMemoryException)
        {
            // The ring as it was goes on; the change is missing in it, as it is where nothing is remembered.
        }
    }

    /// <summary>The answer of <see cref="At"/>.</summary>
    public LabelSet Find(int osThreadId, long time, long now)
    {
        lock (_gate)
        {
            Settle(now);
            ThreadPast? past = _threads.GetValueOrDefault(osThreadId);
            while (past is { Earlier: { } earlier } && time < past.Began)
            {
                past = earlier;
            }

            if (past is null)
            {
                return LabelSet.Empty;
            }

            return past.Find(time) ?? Forget();
        }
    }

    /// <summary>Whether so many changes more may be remembered. Any thread.</summary>
    public bool TryReserve(int changes)
    {
        if (Interlocked.Add(ref _changes, changes) <= MostChanges)
        {
            return true;
        }

        Interlocked.Add(ref _changes, -changes);
        return false;
    }

    // As LabelLog.Start: a thread puts labels in force, then looks whether there is a history. So each has either shown which are in force or will find this one.
    private static void Start()
    {
        LabelHistory history = new();
        s_running = history;
        Interlocked.MemoryBarrierProcessWide();
        long now = Stopwatch.GetTimestamp();
        ThreadLabels.ForEach(thread =>
        {
            if (thread.IsAlive)
            {
                history.PastOf(thread, LabelsOf(thread.Scope), now);
            }
        });
    }

    // A thread that is just noting a change may keep its own ring, and must not keep all others with it.
    private static void Stop()
    {
        LabelHistory? ended = s_running;
        s_running = null;
        ThreadLabels.ForEach(thread => thread.Past = null);
        ended?.Clear();
    }

    private void Clear()
    {
        lock (_gate)
        {
            _threads.Clear();
            Interlocked.Exchange(ref _unsettled, null);
        }
    }

    private static LabelSet LabelsOf(LabelScope? scope) => scope?.Labels ?? LabelSet.Empty;

    // Two may come here at once for one thread: itself, and whoever starts the history. The first is followed by both.
    private ThreadPast PastOf(ThreadLabels thread, LabelSet before, long now)
    {
        ThreadPast? known = thread.Past;
        if (known?.Owner == this)
        {
            return known;
        }

        ThreadPast past = new(this, thread, now, before);
        if (thread.TryReplacePast(known, past))
        {
            Announce(past, now);
            return past;
        }

        return thread.Past is { } first && first.Owner == this ? first : past;
    }

    // Without a lock that the thread might have to wait for. Where nobody ever looks anything up, one of some dozen threads does what look-ups do.
    private void Announce(ThreadPast past, long now)
    {
        ThreadPast? head;
        do
        {
            head = Volatile.Read(ref _unsettled);
            past.Next = head;
        }
        while (Interlocked.CompareExchange(ref _unsettled, past, head) != head);

        if (Interlocked.Increment(ref _unsettledCount) >= MostUnsettled && _gate.TryEnter())
        {
            try
            {
                Settle(now);
            }
            finally
            {
                _gate.Exit();
            }
        }
    }

    private void Settle(long now)
    {
        if (Volatile.Read(ref _unsettled) is not null)
        {
            Interlocked.Exchange(ref _unsettledCount, 0);
            AddInOrder(Interlocked.Exchange(ref _unsettled, null));
        }

        if (now >= _nextSweep)
        {
            _nextSweep = now + SweepNanoseconds;
            Sweep(now);
        }
    }

    // The latest is the first of the list.
    private void AddInOrder(ThreadPast? latest)
    {
        ThreadPast? inOrder = null;
        while (latest is { } past)
        {
            latest = past.Next;
            past.Next = inOrder;
            inOrder = past;
        }

        // Unlinked: the past of a thread that lives long would keep those of all that came after it.
        while (inOrder is { } past)
        {
            (inOrder, past.Next) = (past.Next, null);
            Add(past);
        }
    }

    private void Add(ThreadPast past)
    {
        if (_threads.Remove(past.Thread.OsThreadId, out ThreadPast? earlier))
        {
            earlier.EndedBy = Math.Min(earlier.EndedBy, past.Began);
            past.Earlier = earlier;
        }

        _threads.Add(past.Thread.OsThreadId, past);
    }

    private void Sweep(long now)
    {
        foreach (ThreadPast past in _threads.Values)
        {
            if (past.EndedBy == long.MaxValue && !past.Thread.IsAlive)
            {
                past.EndedBy = now;
            }

            DropEarlier(past, now);
            if (now - past.EndedBy > EndedKeptNanoseconds)
            {
                Drop(past);
                _threads.Remove(past.Thread.OsThreadId);
            }
        }
    }

    private void DropEarlier(ThreadPast past, long now)
    {
        if (past.Earlier is { } earlier && now - earlier.EndedBy > EndedKeptNanoseconds)
        {
            past.Earlier = null;
            for (ThreadPast? one = earlier; one is not null; one = one.Earlier)
            {
                Drop(one);
            }
        }
    }

    private static LabelSet Forget()
    {
        Interlocked.Increment(ref s_forgotten);
        return LabelSet.Empty;
    }

    private void Drop(ThreadPast past) => Interlocked.Add(ref _changes, -past.Reserved);
}
