namespace Pprof.Recording;

/// <summary>
/// Events about collections that cannot be used yet: those of other threads, or older allocations, may still come. One thread at a time; allocates
/// while it grows, then nothing.
/// </summary>
/// <param name="mostBytes">
/// Of payloads. The session's buffer holds 16 MB, and what is waiting here came out of it since the last order was told, which is once in a turn of the runtime's
/// writing thread or more often.
/// </param>
internal sealed class GcEventQueue(int mostBytes = 64 << 20)
{
    private Entry[] _entries = new Entry[64];
    private byte[] _bytes = new byte[1 << 12];
    private byte[] _spareBytes = new byte[1 << 12];
    private int _count;
    private int _used;

    /// <summary>Payloads lie one behind the other, so that where one begins tells which of two events came first.</summary>
    private readonly record struct Entry(ulong Time, ulong Thread, GcEventKind Kind, int Begin, int Length);

    /// <summary>Time of the oldest event; the greatest number when there is none.</summary>
    public ulong Oldest { get; private set; } = ulong.MaxValue;

    /// <summary>False when there is no room: then it is missing.</summary>
    public bool TryAdd(in GcEvent gcEvent)
    {
        if (_used + gcEvent.Payload.Length > mostBytes)
        {
            return false;
        }

        MakeRoom(gcEvent.Payload.Length);
        gcEvent.Payload.CopyTo(_bytes.AsSpan(_used));
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
            taker.OnGcEvent(new GcEvent(one.Time, one.Thread, one.Kind, _bytes.AsSpan(one.Begin, one.Length)));
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

    private void Sort() =>
        _entries.AsSpan(0, _count).Sort(static (a, b) => a.Time != b.Time ? a.Time.CompareTo(b.Time) : a.Begin.CompareTo(b.Begin));

    // From some index on, in the order of time, which need not be the order of the payloads; hence the second buffer.
    private void Keep(int from)
    {
        int kept = 0;
        int used = 0;
        Array.Resize(ref _spareBytes, _spareBytes.Length < _bytes.Length && from < _count ? _bytes.Length : _spareBytes.Length);
        for (int i = from; i < _count; i++)
        {
            Entry one = _entries[i];
            _bytes.AsSpan(one.Begin, one.Length).CopyTo(_spareBytes.AsSpan(used));
            _entries[kept++] = one with { Begin = used };
            used += one.Length;
        }

        if (kept > 0)
        {
            (_bytes, _spareBytes) = (_spareBytes, _bytes);
        }

        (_count, _used) = (kept, used);
        Oldest = kept > 0 ? _entries[0].Time : ulong.MaxValue;
    }

    private void MakeRoom(int length)
    {
        if (_count == _entries.Length)
        {
            Array.Resize(ref _entries, 2 * _count);
        }

        if (_used + length > _bytes.Length)
        {
            Array.Resize(ref _bytes, Math.Max(2 * _bytes.Length, _used + length));
        }
    }
}
