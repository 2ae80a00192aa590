using Pprof.Unwinding;

namespace Pprof.Recording;

/// <summary>
/// Puts the beginnings and ends of waits together. The events of one thread come in their order, those of several in any. The hub's decoding thread;
/// allocates for threads not met before.
/// </summary>
/// <param name="mostThreads">When there are as many, those that do not wait just then are forgotten: 4 KB for each that ever waited.</param>
internal sealed class OpenWaits(int mostThreads = 1 << 12)
{
    private readonly Dictionary<ulong, ThreadWaits> _threads = [];

    private long _unpaired;

    /// <summary>Beginnings whose end has not come, or cannot be told from another one's, and ends without a beginning, since the last call.</summary>
    public long TakeUnpaired()
    {
        long unpaired = _unpaired;
        _unpaired = 0;
        return unpaired;
    }

    /// <summary>Null when it cannot be followed.</summary>
    /// <param name="started">Where and when.</param>
    /// <param name="kind">What for.</param>
    /// <param name="stack">Leaf first; copied.</param>
    public OpenWait? Begin(in WaitMoment started, WaitKind kind, ReadOnlySpan<CodeAddress> stack)
    {
        ThreadWaits thread = Of(started);
        _unpaired += thread.GiveUpEnded(kind, stack);
        OpenWait? wait = thread.Begin();
        if (wait is null)
        {
            _unpaired += thread.Depth + 1;
            thread.Forget();
            return null;
        }

        (wait.Kind, wait.Start) = (kind, started.Time);
        wait.SetFrames(stack);
        return wait;
    }

    /// <summary>The wait that ends, valid until the next event; null when it was not seen to begin, or is part of another wait that goes on.</summary>
    public OpenWait? End(in WaitMoment stopped, WaitKind kind)
    {
        ThreadWaits thread = Of(stopped);
        int before = thread.Depth;
        OpenWait? wait = thread.End(kind);
        _unpaired += wait is null ? 1 : before - thread.Depth - 1;
        return thread.Depth == 0 ? wait : null;
    }

    /// <summary>No events come for some time, so what is open has no known end: how many. Not while events come.</summary>
    public long Interrupt()
    {
        long open = _threads.Values.Sum(thread => thread.Depth);
        _threads.Clear();
        return open;
    }

    private ThreadWaits Of(in WaitMoment one)
    {
        if (!_threads.TryGetValue(one.Thread, out ThreadWaits? thread))
        {
            Bound();
            _threads.Add(one.Thread, thread = new ThreadWaits());
        }

        _unpaired += thread.Continue(one.Continuity);
        return thread;
    }

    private void Bound()
    {
        if (_threads.Count < mostThreads)
        {
            return;
        }

        foreach ((ulong id, ThreadWaits thread) in _threads)
        {
            if (thread.Depth == 0)
            {
                _threads.Remove(id);
            }
        }

        if (_threads.Count >= mostThreads)
        {
            // Threads that have ended in a wait, of which nothing more will come, and as many that wait all the time.
            _unpaired += Interrupt();
        }
    }
}
