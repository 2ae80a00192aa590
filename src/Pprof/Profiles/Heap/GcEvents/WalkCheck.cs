namespace Pprof.Profiles.Heap;

/// <summary>
/// Whether all survivors of a collection have been reported. Each thread that walks a part of the heap reports them in events that it numbers from 0, filled to
/// the brim but for the last. One thread at a time; allocates while it meets new threads.
/// </summary>
/// <remarks>
/// With several heaps each has a thread of its own, and the runtime's numbers of events show a loss only when that thread raises another event, which
/// is in the next collection. This shows it at once, unless everything that a thread reported is lost.
/// That shows in the sum: the runtime counts the bytes that a blocking collection has left alive, and all ranges together are as long, or longer by the gaps in them. Measured on .NET 10 over some 800
/// collections with pinned, large and finalized objects, both kinds of collectors and heaps that are kept small, they were never shorter; of generations 0 and 1 they were as long to the byte, of all generations longer by 8 KB and more.
/// </remarks>
internal sealed class WalkCheck
{
    // Ranges of an event fill 63 KB but for 256 bytes kept free for its head (the constants of the runtime's own buffer), so one more would not fit.
    private const int MostBytesOfRanges = (63 * 1024) - 256;
    private readonly List<Walker> _walkers = [];
    private readonly HashSet<ulong> _threads = [];
    private bool _isBroken;
    private ulong _survived;

    private struct Walker
    {
        public ulong Thread;
        public GcEventKind Kind;
        public uint Next;
        public bool GoesOn;
    }

    /// <summary>Threads that have reported something: at most one for each heap.</summary>
    public int Threads => _threads.Count;

    public bool IsComplete => !_isBroken && !GoesOn;

    private bool GoesOn => _walkers.Exists(static one => one.GoesOn);

    public void Clear()
    {
        _walkers.Clear();
        _threads.Clear();
        _isBroken = false;
        _survived = 0;
    }

    /// <summary>Whether the events are complete, and their ranges hold as many bytes as have survived.</summary>
    /// <remarks>The last event may be full by chance; then no byte may be missing, nor one be there that a range of the missing event could stand for.</remarks>
    public bool HasAll(ulong survivedBytes) => !_isBroken && (GoesOn ? _survived == survivedBytes : _survived >= survivedBytes);

    /// <param name="bytes">Length of a range.</param>
    public void AddSurvivors(ulong bytes) => _survived += bytes;

    /// <param name="thread">Who reports.</param>
    /// <param name="kind">Surviving or moved, which are numbered apart.</param>
    /// <param name="index">The event's number.</param>
    /// <param name="bytes">Of its ranges.</param>
    /// <param name="rangeSize">Bytes of one.</param>
    public void OnEvent(ulong thread, GcEventKind kind, uint index, int bytes, int rangeSize)
    {
        Walker walker = Take(thread, kind);
        _threads.Add(thread);
        // A thread walks large, pinned and small objects one after the other and begins with 0 each time.
        bool isNext = index == 0 ? !walker.GoesOn : walker.GoesOn && index == walker.Next;
        _isBroken |= !isNext;
        walker.Next = index + 1;
        walker.GoesOn = bytes + rangeSize > MostBytesOfRanges;
        _walkers.Add(walker);
    }

    private Walker Take(ulong thread, GcEventKind kind)
    {
        for (int i = _walkers.Count - 1; i >= 0; i--)
        {
            if (_walkers[i].Thread == thread && _walkers[i].Kind == kind)
            {
                Walker known = _walkers[i];
                _walkers.RemoveAt(i);
                return known;
            }
        }

        return new Walker { Thread = thread, Kind = kind };
    }
}
