namespace Pprof.Recording;

/// <summary>Sampled objects that no collection has been applied to yet, in no order. One thread at a time; allocates while it grows, then nothing.</summary>
internal sealed class NewObjects
{
    private Entry[] _entries = new Entry[256];

    private readonly record struct Entry(ulong Time, ulong Address, int Number);

    public int Count { get; private set; }

    public void Add(ulong time, ulong address, int number)
    {
        if (Count == _entries.Length)
        {
            Array.Resize(ref _entries, 2 * Count);
        }

        _entries[Count++] = new Entry(time, address, number);
    }

    /// <summary>
    /// Takes out what was allocated before a time.
    /// </summary>
    /// <param name="before">Nanoseconds of the monotonic clock.</param>
    /// <param name="addresses">At least <see cref="Count"/> places, which are filled from the front.</param>
    /// <param name="numbers">The same.</param>
    /// <returns>How many.</returns>
    public int TakeOut(ulong before, Span<ulong> addresses, Span<int> numbers)
    {
        int taken = 0;
        int kept = 0;
        for (int i = 0; i < Count; i++)
        {
            Entry one = _entries[i];
            if (one.Time < before)
            {
                addresses[taken] = one.Address;
                numbers[taken++] = one.Number;
            }
            else
            {
                _entries[kept++] = one;
            }
        }

        Count = kept;
        return taken;
    }
}
