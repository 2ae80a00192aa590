namespace Pprof.Profiles.Heap;

/// <summary>Sampled objects that no collection has been applied to yet, in no order. One thread at a time; allocates while it grows, then nothing.</summary>
internal sealed class NewObjects
{
    private NewObject[] _entries = new NewObject[256];
    private NewObject[] _taken = new NewObject[256];

    public int Count { get; private set; }

    public void Add(in NewObject one)
    {
        if (Count == _entries.Length)
        {
            Array.Resize(ref _entries, 2 * Count);
            Array.Resize(ref _taken, 2 * Count);
        }

        _entries[Count++] = one;
    }

    /// <summary>Takes out what was allocated before a time, by address. Valid until the next call.</summary>
    public Span<NewObject> TakeOut(ulong before)
    {
        int taken = 0;
        int kept = 0;
        for (int i = 0; i < Count; i++)
        {
            NewObject one = _entries[i];
            if (one.Time < before)
            {
                _taken[taken++] = one;
            }
            else
            {
                _entries[kept++] = one;
            }
        }

        Count = kept;
        _taken.AsSpan(0, taken).Sort(static (a, b) => a.Address != b.Address ? a.Address.CompareTo(b.Address) : a.Time.CompareTo(b.Time));
        return _taken.AsSpan(0, taken);
    }
}
