namespace Pprof.Recording;

/// <summary>
/// Where the sampled objects are that were alive when the last collection was over, sorted by address, and what has become of them in the collection that is
/// being applied. One thread at a time; allocates while it grows, then nothing. Some 50 bytes for an object.
/// </summary>
/// <remarks>
/// Ranges come sorted but for a few dozen jumps (generations, regions, heaps), and so do the objects, so that a collection is one walk along both: a range costs a
/// comparison or two, a jump a search.
/// </remarks>
internal sealed class SampledObjects(IHeapSink sink)
{
    private readonly NewObjects _new = new();
    private ulong[] _addresses = new ulong[256];
    private int[] _numbers = new int[256];

    // Where an object will be when the collection is over; 0 while no range has named it.
    private ulong[] _later = new ulong[256];
    private int[] _spareNumbers = new int[256];
    private int _cursor;

    /// <summary>Objects that a collection has been applied to.</summary>
    public int Count { get; private set; }

    /// <summary>What is older has had its place in a collection, or was lost; an object of before this time comes too late.</summary>
    public ulong TakenUntil { get; private set; }

    public void Add(ulong time, ulong address, int number) => _new.Add(time, address, number);

    /// <summary>A collection has begun at this time, and nothing older than it will be added any more.</summary>
    public void BeginCollection(ulong time)
    {
        TakeIn(time);
        Array.Clear(_later, 0, Count);
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

    /// <summary>A collection of the generations up to one of them is over: of those, what no range has named is dead.</summary>
    /// <param name="ranges">Which generation an address belonged to.</param>
    /// <param name="oldest">The oldest generation collected; 2 is all.</param>
    /// <param name="isComplete">Whether all ranges are known; else what none has named is unknown.</param>
    public void EndCollection(GenerationRanges ranges, int oldest, bool isComplete)
    {
        int kept = 0;
        for (int i = 0; i < Count; i++)
        {
            if (_later[i] != 0 || Judge(i, ranges.Find(_addresses[i]), oldest, isComplete))
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
        TakeIn(before);
        for (int i = 0; i < Count; i++)
        {
            sink.OnUnknown(_numbers[i]);
        }

        Count = 0;
    }

    // True when the object was not the collection's affair.
    private bool Judge(int index, int generation, int oldest, bool isComplete)
    {
        const int Eldest = 2;
        bool isSpared = generation != GenerationRanges.Unknown && generation > oldest && oldest < Eldest;
        if (!isSpared)
        {
            Tell(_numbers[index], isComplete && generation != GenerationRanges.Unknown);
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
        MakeRoom(Count + _new.Count);
        int taken = _new.TakeOut(before, _addresses.AsSpan(Count), _numbers.AsSpan(Count));
        if (taken > 0)
        {
            Array.Sort(_addresses, _numbers, Count, taken);
            Merge(taken);
            DropDoubles();
        }
    }

    // Two sorted runs, from their ends, the second one out of the way.
    private void Merge(int taken)
    {
        Span<ulong> newAddresses = _later.AsSpan(0, taken);
        Span<int> newNumbers = _spareNumbers.AsSpan(0, taken);
        _addresses.AsSpan(Count, taken).CopyTo(newAddresses);
        _numbers.AsSpan(Count, taken).CopyTo(newNumbers);
        int old = Count - 1;
        int last = taken - 1;
        for (int i = Count + taken - 1; last >= 0; i--)
        {
            bool isOld = old >= 0 && _addresses[old] > newAddresses[last];
            (_addresses[i], _numbers[i]) = isOld ? (_addresses[old], _numbers[old--]) : (newAddresses[last], newNumbers[last--]);
        }

        Count += taken;
    }

    // Two objects at one address: the death of the first was missed, whatever the reason, and no more is known of either.
    private void DropDoubles()
    {
        int kept = 0;
        for (int i = 0; i < Count; i++)
        {
            bool isDouble = (i > 0 && _addresses[i - 1] == _addresses[i]) || (i + 1 < Count && _addresses[i + 1] == _addresses[i]);
            _later[i] = isDouble ? 1UL : 0;
        }

        for (int i = 0; i < Count; i++)
        {
            if (_later[i] != 0)
            {
                sink.OnUnknown(_numbers[i]);
            }
            else
            {
                (_addresses[kept], _numbers[kept]) = (_addresses[i], _numbers[i]);
                kept++;
            }
        }

        Count = kept;
    }

    private void MakeRoom(int count)
    {
        if (count > _addresses.Length)
        {
            int size = Math.Max(2 * _addresses.Length, count);
            Array.Resize(ref _addresses, size);
            Array.Resize(ref _numbers, size);
            Array.Resize(ref _later, size);
            Array.Resize(ref _spareNumbers, size);
        }
    }
}
