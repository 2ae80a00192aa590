namespace Pprof.Labels;

/// <summary>
/// What labels were in force on one thread since a history began to watch it. The thread adds; the history, under its lock, looks up.
/// </summary>
internal sealed class ThreadPast
{
    private const int FirstCapacity = 16;

    /// <summary>
    /// 512 KB for a thread that changes its labels 16,000 times a second or more. A thread that does so 300,000 times a second, which leaves it
    /// no time for anything else, is remembered for a tenth of a second.
    /// </summary>
    public const int MostCapacity = 1 << 15;

    /// <summary>
    /// Changes are kept for two seconds where there is room. The runtime hands events out every tenth of a second; the rest is for a
    /// machine on which the threads that read them do not get to run.
    /// </summary>
    public const long KeptNanoseconds = 2_000_000_000;

    // The clock counts from the machine's start.
    private const long BeforeAll = 0;

    private volatile LabelRing _ring = new(FirstCapacity);

    /// <param name="owner">The history that this is part of.</param>
    /// <param name="thread">Whose past this is.</param>
    /// <param name="now">Nanoseconds of the monotonic clock.</param>
    /// <param name="labels">Already in force on it.</param>
    public ThreadPast(LabelHistory owner, ThreadLabels thread, long now, LabelSet labels)
    {
        (Owner, Thread, Began) = (owner, thread, now);
        _ring.Add(BeforeAll, labels);
    }

    public LabelHistory Owner { get; }

    public ThreadLabels Thread { get; }

    /// <summary>When the first change was noted, or the history began.</summary>
    public long Began { get; }

    /// <summary>Changes that it has reserved of the history's.</summary>
    public int Reserved => _ring.Capacity - FirstCapacity;

    // Read and written under the lock of the history.

    /// <summary>It was still alive some time before this, and not any more at this moment. The greatest number while it lives.</summary>
    public long EndedBy { get; set; } = long.MaxValue;

    /// <summary>The ended thread that had the same id.</summary>
    public ThreadPast? Earlier { get; set; }

    /// <summary>The next of those that the history has not yet looked at.</summary>
    public ThreadPast? Next { get; set; }

    /// <summary>Its own thread. Allocates while the thread changes its labels more often than before.</summary>
    public void Add(long now, LabelSet labels)
    {
        LabelRing ring = _ring;
        if (ReferenceEquals(ring.Newest, labels))
        {
            return;
        }

        if (ring.IsFull && now - ring.EndOfOldest < KeptNanoseconds && ring.Capacity < MostCapacity && Owner.TryReserve(ring.Capacity))
        {
            _ring = ring = ring.Enlarged(2 * ring.Capacity);
        }

        ring.Add(now, labels);
    }

    /// <summary>Null when that has been forgotten.</summary>
    public LabelSet? Find(long time) => time > EndedBy ? LabelSet.Empty : _ring.Find(time);
}
