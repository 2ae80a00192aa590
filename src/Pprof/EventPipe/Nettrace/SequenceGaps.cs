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
    private readonly Dictionary<ulong, uint> _last = [];
    private readonly HashSet<ulong> _listed = [];
    private readonly HashSet<ulong> _ambiguous = [];
    private bool _hasForgotten;

    public long Lost { get; private set; }

    public void OnEvent(ulong captureThreadId, uint sequence)
    {
        Count(captureThreadId, sequence - 1);
        Remember(captureThreadId, sequence);
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
        bool isBehind = _last.TryGetValue(captureThreadId, out uint last) && (int)(sequence - last) < 0;
        if (!_ambiguous.Contains(captureThreadId) && !isBehind)
        {
            Count(captureThreadId, sequence);
            Remember(captureThreadId, sequence);
        }
    }

    public void EndSequencePoint()
    {
        _listed.Clear();
        _ambiguous.Clear();
    }

    // A step back is another thread under an id used again: it counts from 1. Numbers wrap, so the difference decides.
    private void Count(ulong captureThreadId, uint expectedLast)
    {
        if (_last.TryGetValue(captureThreadId, out uint last))
        {
            int gap = (int)(expectedLast - last);
            Lost += gap >= 0 ? gap : expectedLast;
        }
        else if (!_hasForgotten)
        {
            Lost += expectedLast;
        }
    }

    private void Remember(ulong captureThreadId, uint sequence)
    {
        if (_last.Count >= mostThreads && !_last.ContainsKey(captureThreadId))
        {
            _last.Clear();
            _hasForgotten = true;
        }

        _last[captureThreadId] = sequence;
    }
}
