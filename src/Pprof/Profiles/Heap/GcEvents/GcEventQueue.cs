namespace Pprof.Profiles.Heap;

/// <summary>
/// Events about collections that cannot be used yet: those of other threads, or older allocations, may still come. One thread at a time; allocates
/// while it grows, then nothing.
/// </summary>
/// <param name="mostBytes">
/// Of payloads. Twice what the session's buffer holds: what is waiting here came out of it since the last order was told, which is once in a turn of the runtime's
/// writing thread or more often.
/// </param>
internal sealed class GcEventQueue(int mostBytes = 256 << 20)
{
    // More is given back when nothing waits: 250,000 ranges, a large collection of a fragmented heap.
    private const int MostBytesKept = 4 << 20;

    // Regions are told twice for a collection, 4 MB each: 1 TB in thirty collections of one turn. 40 bytes for each.
    private const int MostEvents = 1 << 24;
    private Entry[] _entries = new Entry[64];
    private NativeBytes _bytes = new();
    private NativeBytes _spareBytes = new();
    private int _count;
    private int _used;

    /// <summary>Payloads lie one behind the other, so that where one begins tells which of two events came first.</summary>
    private readonly record struct Entry(ulong Time, ulong Thread, GcEventKind Kind, int Begin, int Length);

    /// <summary>Time of the oldest event; the greatest number when there is none.</summary>
    public ulong Oldest { get; private set; } = ulong.MaxValue;

    /// <summary>False when there is no room: then it is missing.</summary>
    public bool TryAdd(in GcEvent gcEvent)
    {
        if (_used + gcEvent.Payload.Length > mostBytes || _count == MostEvents)
        {
            return false;
        }

        MakeRoom(gcEvent.Payload.Length);
        gcEvent.Payload.CopyTo(_bytes.All[_used..]);
        _entries[_count++] = new Entry(gcEvent.Time, gcEvent.Thread, gcEvent.Kind, _used, gcEvent.Payload.Length);
        _used += gcEvent.Payload.Length;
        Oldest = Math.Min(Oldest, gcEvent.Time);
        return true;
    }

    /// <summary>Hands out what is older than a time, oldest first.</summary>
    public void HandOut(ulong before, IGcEventTaker taker)
    {
        if (Oldest >= before)
        {
            return;
        }

        Sort();
        int handed = 0;
        while (handed < _count && _entries[handed].Time < before)
        {
            Entry one = _entries[handed++];
            taker.OnGcEvent(new GcEvent(one.Time, one.Thread, one.Kind, _bytes.All.Slice(one.Begin, one.Length)));
        }

        Keep(handed);
    }

    /// <summary>Throws away what is older than a time.</summary>
    public void Drop(ulong before)
    {
        Sort();
        int dropped = 0;
        while (dropped < _count && _entries[dropped].Time < before)
        {
            dropped++;
        }

        Keep(dropped);
    }

    /// <summary>Gives back the memory as well.</summary>
    public void Clear()
    {
        _bytes.Clear();
        _spareBytes.Clear();
        (_count, _used, Oldest) = (0, 0, ulong.MaxValue);
    }

    private void Sort() =>
        _entries.AsSpan(0, _count).Sort(static (a, b) => a.Time != b.Time ? a.Time.CompareTo(b.Time) : a.Begin.CompareTo(b.Begin));

    // From some index on, in the order of time, which need not be the order of the payloads; hence the second memory.
    private void Keep(int from)
    {
        int kept = 0;
        int used = 0;
        for (int i = from; i < _count; i++)
        {
            Entry one = _entries[i];
            _spareBytes.Grow(used + one.Length, mostBytes);
            _bytes.All.Slice(one.Begin, one.Length).CopyTo(_spareBytes.All[used..]);
            _entries[kept++] = one with { Begin = used };
            used += one.Length;
        }

        (_bytes, _spareBytes) = (_spareBytes, _bytes);
        (_count, _used) = (kept, used);
        Oldest = kept > 0 ? _entries[0].Time : ulong.MaxValue;
        GiveBack();
    }

    private void GiveBack()
    {
        if (_spareBytes.Length > MostBytesKept)
        {
            _spareBytes.Clear();
        }

        if (_count == 0 && _bytes.Length > MostBytesKept)
        {
            _bytes.Clear();
        }
    }

    private void MakeRoom(int length)
    {
        if (_count == _entries.Length)
        {
            Array.Resize(ref _entries, 2 * _count);
        }

        _bytes.Grow(_used + length, mostBytes);
    }
}
