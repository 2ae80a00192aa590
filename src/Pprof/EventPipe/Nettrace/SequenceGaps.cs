namespace Pprof.EventPipe.Nettrace;

/// <summary>
/// Counts events that were written but not delivered. Each writing thread numbers its events from 1; buffers that are full drop the newest.
/// </summary>
internal sealed class SequenceGaps
{
    private readonly Dictionary<ulong, uint> _last = [];

    public long Lost { get; private set; }

    public void OnEvent(ulong captureThreadId, uint sequence)
    {
        Count(captureThreadId, sequence - 1);
        _last[captureThreadId] = sequence;
    }

    /// <summary>A sequence point tells how far each thread had counted: what it is ahead of the last event seen was dropped since.</summary>
    public void OnSequencePoint(ulong captureThreadId, uint sequence)
    {
        Count(captureThreadId, sequence);
        _last[captureThreadId] = sequence;
    }

    // A step back is another thread under an id used again, which has lost nothing yet. Numbers wrap, so the difference decides.
    private void Count(ulong captureThreadId, uint expectedLast)
    {
        int gap = (int)(expectedLast - _last.GetValueOrDefault(captureThreadId));
        Lost += Math.Max(gap, 0);
    }
}
