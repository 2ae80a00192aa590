namespace Pprof.Profiles.Heap;

/// <summary>
/// Where the sampled objects are that were alive when the last collection was over, sorted by address, and what has become of them in the collection that is
/// being applied. One thread at a time; allocates while it grows, then nothing. Some 50 bytes for an object.
/// </summary>
/// <remarks>
/// Ranges come sorted but for a few dozen jumps (generations, regions, heaps), and so do the objects, so that a collection is one walk along both: a range costs a
/// comparison or two, a jump a search.
/// <para>
/// A background collection frees memory that is used again before its walk tells what it has freed. Where a sampled object is allocated, or a range lands, the
/// object that was there before is dead. One whose place was taken by an object that is not sampled goes on in its place until that is dead: all
/// that is known is that some object is there. This is possible for what a background collection finds dead while the program allocates
/// from the memory just freed, in the milliseconds between sweep and walk.
/// </para>
/// </remarks>
internal sealed class SampledObjects(IHeapSink sink)
{
    private readonly NewObjects _new = new();
    private ulong[] _addresses = new ulong[256];
    private int[] _numbers = new int[256];

    // Where an object will be when the collection is over; 0 while no range has named it.
    private ulong[] _later = new ulong[256];

    // Whether a range lands on it.
    private bool[] _isTaken = new bool[256];
    private int _cursor;

    /// <summary>Objects that a collection has been applied to.</summary>
    public int Count { get; private set; }

    /// <summary>What is older has had its place in a collection, or was lost; an object of before this time comes too late.</summary>
    public ulong TakenUntil { get; private set; }

    public void Add(in NewObject one) => _new.Add(one);

    /// <summary>A collection has begun at this time, and nothing older than it will be added any more.</summary>
    public void BeginCollection(ulong time)
    {
        TakeIn(time);
        Array.Clear(_later, 0, Count);
        Array.Clear(_isTaken, 0, Count);
        _cursor = 0;
    }

    /// <summary>Objects of this range survive.</summary>
    /// <param name="start">Address of the first.</param>
    /// <param name="length">Bytes.</param>
    /// <param name="later">Address of the first when the collection is over.</param>
    public void Survive(ulong start, ulong length, ulong later)
    {
        for (int i = _cursor = FirstFrom(start); i < Count && _addresses[i] - start < length; i++)
        {
            _later[i] = _addresses[i] - start + later;
            _cursor = i + 1;
        }
    }

    /// <summary>A range lands here. An object that is there and not part of the collection was freed before, and its place used again.</summary>
    /// <param name="later">Address.</param>
    /// <param name="length">Bytes.</param>
    public void Land(ulong later, ulong length)
    {
        for (int i = Search(later, 0, Count); i < Count && _addresses[i] - later < length; i++)
        {
            _isTaken[i] = true;
        }
    }

    /// <summary>A collection of the generations up to one of them is over: of those, what no range has named is dead.</summary>
    /// <param name="ranges">Which generation an address belonged to.</param>
    /// <param name="oldest">The oldest generation collected; 2 is all.</param>
    /// <param name="isComplete">Whether all ranges are known; else what none has named is unknown.</param>
    /// <param name="isOutsideDead">
    /// Whether an object outside all generations is dead, because a background collection has given back the memory it was in; else it is unknown.
    /// </param>
    public void EndCollection(GenerationRanges ranges, int oldest, bool isComplete, bool isOutsideDead)
    {
        int kept = 0;
        for (int i = 0; i < Count; i++)
        {
            if (_later[i] != 0 || Judge(i, ranges.Find(_addresses[i]), oldest, isComplete, isOutsideDead))
            {
                Keep(i, kept++);
            }
        }

        Settle(kept);
    }

    /// <summary>All of the heap has been walked: what no range has named is dead.</summary>
    public void EndWalk(bool isComplete)
    {
        int kept = 0;
        for (int i = 0; i < Count; i++)
        {
            if (_later[i] != 0)
            {
                Keep(i, kept++);
            }
            else
            {
                Tell(_numbers[i], isComplete);
            }
        }

        Settle(kept);
    }

    /// <summary>It is not known any more where objects are that were allocated before a time, or whether they live.</summary>
    public void Lose(ulong before)
    {
        TakenUntil = Math.Max(TakenUntil, before);
        for (int i = 0; i < Count; i++)
        {
            sink.OnUnknown(_numbers[i]);
        }

        Count = 0;
        foreach (NewObject one in _new.TakeOut(before))
        {
            sink.OnUnknown(one.Number);
        }
    }

    // True when the object was not the collection's affair.
    private bool Judge(int index, int generation, int oldest, bool isComplete, bool isOutsideDead)
    {
        const int Eldest = 2;
        bool isOutside = generation == GenerationRanges.Unknown;
        bool isSpared = !isOutside && generation > oldest && oldest < Eldest && !_isTaken[index];
        if (!isSpared)
        {
            Tell(_numbers[index], isComplete && (isOutsideDead || !isOutside));
        }

        return isSpared;
    }

    private void Tell(int number, bool isDead)
    {
        if (isDead)
        {
            sink.OnDeath(number);
        }
        else
        {
            sink.OnUnknown(number);
        }
    }

    private void Keep(int from, int to)
    {
        _addresses[to] = _later[from] != 0 ? _later[from] : _addresses[from];
        _numbers[to] = _numbers[from];
    }

    private void Settle(int kept)
    {
        Count = kept;
        for (int i = 1; i < kept; i++)
        {
            if (_addresses[i] < _addresses[i - 1])
            {
                Array.Sort(_addresses, _numbers, 0, kept);
                return;
            }
        }
    }

    // The first object at an address or behind it: near the last one in most cases.
    private int FirstFrom(ulong address)
    {
        if (_cursor > 0 && _addresses[_cursor - 1] >= address)
        {
            return Search(address, 0, _cursor - 1);
        }

        int step = 1;
        int low = _cursor;
        while (low + step <= Count && _addresses[low + step - 1] < address)
        {
            low += step;
            step *= 2;
        }

        return Search(address, low, Math.Min(low + step - 1, Count));
    }

    private int Search(ulong address, int low, int high)
    {
        while (low < high)
        {
            int middle = (low + high) / 2;
            (low, high) = _addresses[middle] < address ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    private void TakeIn(ulong before)
    {
        TakenUntil = Math.Max(TakenUntil, before);
        Span<NewObject> taken = WithoutDisplaced(_new.TakeOut(before));
        if (taken.Length > 0)
        {
            MakeRoom(Count + taken.Length);
            Displace(taken);
            Merge(taken);
        }
    }

    // Of two new objects that lie in one place, the older one is dead.
    private Span<NewObject> WithoutDisplaced(Span<NewObject> taken)
    {
        int kept = 0;
        foreach (NewObject one in taken)
        {
            if (kept > 0 && one.Address < taken[kept - 1].End)
            {
                NewObject other = taken[kept - 1];
                bool isYounger = one.Time > other.Time;
                sink.OnDeath(isYounger ? other.Number : one.Number);
                taken[kept - 1] = isYounger ? one : other;
            }
            else
            {
                taken[kept++] = one;
            }
        }

        return taken[..kept];
    }

    // What lay where a new object lies is dead.
    private void Displace(ReadOnlySpan<NewObject> taken)
    {
        Array.Clear(_later, 0, Count);
        _cursor = 0;
        foreach (NewObject one in taken)
        {
            Survive(one.Address, one.Size, one.Address);
        }

        int kept = 0;
        for (int i = 0; i < Count; i++)
        {
            if (_later[i] != 0)
            {
                sink.OnDeath(_numbers[i]);
            }
            else
            {
                (_addresses[kept], _numbers[kept]) = (_addresses[i], _numbers[i]);
                kept++;
            }
        }

        Count = kept;
    }

    // Two sorted runs, from their ends.
    private void Merge(ReadOnlySpan<NewObject> taken)
    {
        int old = Count - 1;
        int last = taken.Length - 1;
        for (int i = Count + taken.Length - 1; last >= 0; i--)
        {
            bool isOld = old >= 0 && _addresses[old] > taken[last].Address;
            (_addresses[i], _numbers[i]) = isOld ? (_addresses[old], _numbers[old--]) : (taken[last].Address, taken[last--].Number);
        }

        Count += taken.Length;
    }

    private void MakeRoom(int count)
    {
        if (count > _addresses.Length)
        {
            int size = Math.Max(2 * _addresses.Length, count);
            Array.Resize(ref _addresses, size);
            Array.Resize(ref _numbers, size);
            Array.Resize(ref _later, size);
            Array.Resize(ref _isTaken, size);
        }
    }
}
