using Pprof.EventPipe.Nettrace;
using Pprof.Unwinding;

namespace Pprof.Profiles.Waits;

/// <summary>The waits that have begun and not ended on one thread, the outermost first. One thread at a time.</summary>
internal sealed class ThreadWaits
{
    // A wait within a wait is code that the runtime runs for a thread that waits (a synchronization context, a static constructor); nobody nests deep.
    private const int Deepest = 8;

    private readonly List<OpenWait> _waits = [];
    private Continuity _last;

    public int Depth { get; private set; }

    /// <summary>How many had to be given up because events between the last and this one are missing.</summary>
    public int Continue(Continuity now)
    {
        int lost = now.Continues(_last) ? 0 : Depth;
        Depth -= lost;
        _last = now;
        return lost;
    }

    /// <summary>
    /// How many had to be given up because a wait begins with this stack that cannot lie within them. The runtime raises no event when an exception ends a wait
    /// (<see cref="Thread.Interrupt"/>): it would seem to go on for ever, and all later ones of the thread to be part of it.
    /// </summary>
    public int GiveUpEnded(WaitKind kind, ReadOnlySpan<CodeAddress> stack, Func<CodeAddress, CodeAddress, bool> areInOneMethod)
    {
        int before = Depth;
        while (Depth > 0 && !_waits[Depth - 1].CanContain(kind, stack, areInOneMethod))
        {
            Depth--;
        }

        return before - Depth;
    }

    /// <summary>Null when too many are open, which can only be if their ends never came.</summary>
    public OpenWait? Begin()
    {
        if (Depth == Deepest)
        {
            return null;
        }

        if (Depth == _waits.Count)
        {
            _waits.Add(new OpenWait());
        }

        return _waits[Depth++];
    }

    /// <summary>The innermost of its kind, valid until the next one begins; null when none has been seen to begin.</summary>
    public OpenWait? End(WaitKind kind)
    {
        int depth = Depth;
        while (depth > 0 && _waits[depth - 1].Kind != kind)
        {
            depth--;
        }

        if (depth == 0)
        {
            return null;
        }

        Depth = depth - 1;
        return _waits[Depth];
    }

    /// <summary>All are given up.</summary>
    public void Forget() => Depth = 0;
}
