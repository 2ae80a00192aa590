namespace Pprof.EventPipe.Nettrace;

/// <summary>
/// Counts events that were written but not delivered. Each writing thread numbers its events from 1; buffers that are full drop the newest.
/// </summary>
/// <param name="mostThreads">
/// Threads remembered; 16,384 take some 600 KB. When there are more (a program that starts threads without end), all are forgotten, and the
/// first event of each after that tells nothing.
/// </param>
internal sealed class SequenceGaps(int mostThreads = 1 << 14)
{
    private readonly Dictionary<ulong, (uint Last, int Breaks)> _threads = [];
    private readonly HashSet<ulong> _listed = [];
    private readonly HashSet<ulong> _ambiguous = [];
    private bool _hasForgotten;

    public long Lost { get; private set; }

    /// <summary>
    /// Before the first event: goes on with the breaks of the stream before, though the numbers of each thread begin anew. What that one dropped last, no event
    /// has shown that followed in it, only its last sequence point.
    /// </summary>
    public void Follow(SequenceGaps predecessor)
    {
        foreach ((ulong id, (_, int breaks)) in predecessor._threads.Where(static thread => thread.Value.Breaks > 0))
        {
            Remember(id, 0, breaks);
        }
    }

    /// <summary>
    /// How often this thread's numbers have jumped so far. While that stays the same, no event of the thread is missing between two, and it is
    /// still the same thread that has this id.
    /// </summary>
    public int OnEvent(ulong captureThreadId, uint sequence)
    {
        int breaks = Count(captureThreadId, sequence - 1);
        Remember(captureThreadId, sequence, breaks);
        return breaks;
    }

    /// <summary>
    /// A sequence point follows that lists this thread. A thread id that the kernel has given twice is listed twice, with numbers that cannot be
    /// told apart: it is left out.
    /// </summary>
    public void Announce(ulong captureThreadId)
    {
        if (!_listed.Add(captureThreadId))
        {
            _ambiguous.Add(captureThreadId);
        }
    }

    /// <summary>A sequence point tells how far each thread had counted: what it is ahead of the last event seen was dropped since.</summary>
    public void OnSequencePoint(ulong captureThreadId, uint sequence)
    {
        bool isBehind = _threads.TryGetValue(captureThreadId, out var thread) && (int)(sequence - thread.Last) < 0;
        if (!_ambiguous.Contains(captureThreadId) && !isBehind)
        {
            Remember(captureThreadId, sequence, Count(captureThreadId, sequence));
        }
    }

    public void EndSequencePoint()
    {
        _listed.Clear();
        _ambiguous.Clear();
    }

    // A step back is another thread under an id used again: it counts from 1. Numbers wrap, so the difference decides.
    private int Count(ulong captureThreadId, uint expectedLast)
    {
        if (_threads.TryGetValue(captureThreadId, out var thread))
        {
            int gap = (int)(expectedLast - thread.Last);
            Lost += gap >= 0 ? gap : expectedLast;
            return thread.Breaks + (gap == 0 ? 0 : 1);
        }

        Lost += _hasForgotten ? 0 : expectedLast;
        return expectedLast == 0 ? 0 : 1;
    }

    private void Remember(ulong captureThreadId, uint sequence, int breaks)
    {
        if (_threads.Count >= mostThreads && !_threads.ContainsKey(captureThreadId))
        {
            _threads.Clear();
            _hasForgotten = true;
        }

        _threads[captureThreadId] = (sequence, breaks);
    }
}
