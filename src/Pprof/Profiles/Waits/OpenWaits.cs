using Pprof.Unwinding;

namespace Pprof.Profiles.Waits;

/// <summary>
/// Puts the beginnings and ends of waits together. The events of one thread come in their order, those of several in any. <c>pprof event decoder</c>;
/// allocates while more threads wait at once than ever before, but for the few that are kept.
/// </summary>
/// <param name="areInOneMethod">Whether two addresses lie in the code of one method.</param>
/// <param name="mostThreads">When as many wait at once, all are given up: 2 KB for each.</param>
internal sealed class OpenWaits(Func<CodeAddress, CodeAddress, bool> areInOneMethod, int mostThreads = 1 << 12)
{
    // Nothing is kept of a thread that does not wait: programs start threads for ever, and every one of them waits for something once.
    private const int MostSpare = 64;

    private readonly Dictionary<ulong, ThreadWaits> _waiting = [];
    private readonly Stack<ThreadWaits> _spare = new();

    private long _unpaired;

    /// <summary>Threads that wait now, as far as is known.</summary>
    public int Waiting => _waiting.Count;

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
        ThreadWaits thread = Of(started.Thread);
        _unpaired += thread.Continue(started.Continuity) + thread.GiveUpEnded(kind, stack, areInOneMethod);
        OpenWait? wait = thread.Begin();
        if (wait is null)
        {
            _unpaired += thread.Depth + 1;
            thread.Forget();
            LetGo(started.Thread, thread);
            return null;
        }

        (wait.Kind, wait.Start) = (kind, started.Time);
        wait.SetFrames(stack);
        return wait;
    }

    /// <summary>The wait that ends, valid until the next event; null when it was not seen to begin, or is part of another wait that goes on.</summary>
    public OpenWait? End(in WaitMoment stopped, WaitKind kind)
    {
        if (!_waiting.TryGetValue(stopped.Thread, out ThreadWaits? thread))
        {
            _unpaired++;
            return null;
        }

        _unpaired += thread.Continue(stopped.Continuity);
        int before = thread.Depth;
        OpenWait? wait = thread.End(kind);
        _unpaired += wait is null ? 1 : before - thread.Depth - 1;
        if (thread.Depth > 0)
        {
            return null;
        }

        LetGo(stopped.Thread, thread);
        return wait;
    }

    /// <summary>No events come for some time, so what is open has no known end: how many. Not while events come.</summary>
    public long Interrupt()
    {
        long open = _waiting.Values.Sum(thread => thread.Depth);
        _waiting.Clear();
        return open;
    }

    private ThreadWaits Of(ulong id)
    {
        if (!_waiting.TryGetValue(id, out ThreadWaits? thread))
        {
            // Threads that have ended in a wait, of which nothing more will come, and as many that wait all the time.
            _unpaired += _waiting.Count < mostThreads ? 0 : Interrupt();
            _waiting.Add(id, thread = _spare.TryPop(out ThreadWaits? spare) ? spare : new ThreadWaits());
        }

        return thread;
    }

    private void LetGo(ulong id, ThreadWaits thread)
    {
        _waiting.Remove(id);
        if (_spare.Count < MostSpare)
        {
            _spare.Push(thread);
        }
    }
}
