namespace Pprof.Profiles.Heap;

/// <summary>
/// Which generation an address belonged to when a collection began: regions, or parts of segments, with all that is reserved for them, since the end of what is
/// in use is not kept up to date while the program allocates. One thread at a time; allocates while it grows.
/// </summary>
/// <remarks>
/// When nothing has survived, the list of the start and that of the end follow on each other and cannot be told apart. Of two ranges that begin at the same address the
/// first is therefore the one that counts; others of the end are new, and no sample lies in them.
/// </remarks>
internal sealed class GenerationRanges
{
    /// <summary>Answer of <see cref="Find"/> for an address outside all ranges: objects that are never collected, or a loss.</summary>
    public const int Unknown = -1;

    private Entry[] _entries = new Entry[64];
    private bool _isSorted;

    private readonly record struct Entry(ulong Start, ulong Length, int Generation, int Order);

    public int Count { get; private set; }

    public void Clear() => (Count, _isSorted) = (0, false);

    /// <param name="generation">0 to 2; 3 for large, 4 for pinned objects.</param>
    /// <param name="start">First address.</param>
    /// <param name="length">Bytes, reserved ones included.</param>
    public void Add(int generation, ulong start, ulong length)
    {
        if (Count == _entries.Length)
        {
            Array.Resize(ref _entries, 2 * Count);
        }

        _entries[Count] = new Entry(start, length, generation, Count);
        Count++;
        _isSorted = false;
    }

    public int Find(ulong address)
    {
        Sort();
        int low = 0;
        int high = Count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            (low, high) = _entries[middle].Start <= address ? (middle + 1, high) : (low, middle);
        }

        int index = low - 1;
        while (index > 0 && _entries[index - 1].Start == _entries[index].Start)
        {
            index--;
        }

        return index >= 0 && address - _entries[index].Start < _entries[index].Length ? _entries[index].Generation : Unknown;
    }

    private void Sort()
    {
        if (!_isSorted)
        {
            _entries.AsSpan(0, Count).Sort(static (a, b) => a.Start != b.Start ? a.Start.CompareTo(b.Start) : a.Order.CompareTo(b.Order));
            _isSorted = true;
        }
    }
}
