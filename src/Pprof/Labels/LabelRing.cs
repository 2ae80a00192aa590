namespace Pprof.Labels;

/// <summary>
/// The latest changes of labels on one thread. That thread alone adds, between two pieces of the program's code, and neither waits nor allocates; any other
/// looks things up at the same time.
/// </summary>
/// <remarks>
/// A change is written, then the number of changes. The slot of change <c>n</c> is used again for <c>n + Capacity</c>, after the number has
/// become <c>n + Capacity</c>. So whoever has read a slot, and then still finds a number below <c>n + Capacity</c>, has read change <c>n</c>;
/// of a full ring the oldest change cannot be told from one that is just being overwritten, and is not found.
/// </remarks>
/// <param name="capacity">A power of two, 4 at least.</param>
internal sealed class LabelRing(int capacity)
{
    // A look-up takes some ten steps; a thread that overwrites what is looked at in each of them forgets faster than anybody can read.
    private const int Attempts = 3;
    private readonly LabelChange[] _changes = new LabelChange[capacity];
    private long _count;

    public int Capacity => _changes.Length;

    /// <summary>The next change takes the place of the oldest.</summary>
    public bool IsFull => _count >= Capacity;

    /// <summary>Adding thread. Of a full ring: until when was in force what can be found now and not any more after the next change.</summary>
    public long EndOfOldest => Slot(_count + 2).Time;

    /// <summary>Adding thread. Null of an empty ring.</summary>
    public LabelSet? Newest => _count == 0 ? null : Slot(_count - 1).Labels;

    // Each write is a release: nobody sees a slot's new content with a number of changes older than the one before it.
    public void Add(long time, LabelSet labels)
    {
        ref LabelChange change = ref Slot(_count);
        Volatile.Write(ref change.Time, time);
        Volatile.Write(ref change.Labels, labels);
        Volatile.Write(ref _count, _count + 1);
    }

    /// <summary>Null when what was in force then has been overwritten, or is older than the first change.</summary>
    public LabelSet? Find(long time)
    {
        for (int i = 0; i < Attempts; i++)
        {
            long count = Volatile.Read(ref _count);
            long found = LatestUpTo(time, Math.Max(0, count - Capacity), count);
            if (found < 0)
            {
                return null;
            }

            LabelSet labels = Volatile.Read(ref Slot(found).Labels);
            if (found + Capacity > Volatile.Read(ref _count))
            {
                return labels;
            }
        }

        return null;
    }

    /// <summary>Adding thread: a ring of the same changes with room for more.</summary>
    public LabelRing Enlarged(int largerCapacity)
    {
        LabelRing larger = new(largerCapacity);
        for (long i = Math.Max(0, _count - Capacity); i < _count; i++)
        {
            larger.Add(Slot(i).Time, Slot(i).Labels);
        }

        return larger;
    }

    private ref LabelChange Slot(long change) => ref _changes[(int)(change & (Capacity - 1))];

    // Number of the latest change that is not later than the time; below first when there is none. A slot that is overwritten meanwhile shows a later time,
    // which leads to lower numbers, where the caller sees that they are no longer there.
    private long LatestUpTo(long time, long first, long end)
    {
        long low = first - 1;
        while (end - low > 1)
        {
            long middle = low + ((end - low) / 2);
            if (Volatile.Read(ref Slot(middle).Time) <= time)
            {
                low = middle;
            }
            else
            {
                end = middle;
            }
        }

        return low < first ? -1 : low;
    }
}
