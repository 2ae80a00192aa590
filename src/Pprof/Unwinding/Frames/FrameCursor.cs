using Pprof.Runtime;
using Pprof.Sampling;

namespace Pprof.Unwinding.Frames;

/// <summary>
/// Goes up a thread's chain of explicit Frames beside the walk. The Frames lie on the stack, so they are read from its
/// copy; the chain ends with -1. Owner of the parts; neither allocates nor throws. A Frame whose address is below the walk's rsp
/// belongs to a call that is behind us.
/// </summary>
internal struct FrameCursor(FrameLayout? layout, ulong head)
{
    private const ulong EndOfChain = ulong.MaxValue;

    // A chain only goes up. Longer ones than the frames a walk may show are cut there.
    private const int MostFrames = 1024;

    private ulong _frame = layout is null || head == 0 ? EndOfChain : head;
    private ulong _described;
    private FrameContext _context;

    /// <summary>The first Frame at or above <paramref name="rsp"/> that tells where managed code was left.</summary>
    public bool TryFindContext(in RawStack stack, ulong rsp, out FrameContext context)
    {
        for (int i = 0; i < MostFrames && _frame != EndOfChain; i++)
        {
            if (_frame >= rsp && IsDescribed(stack))
            {
                context = _context;
                return true;
            }

            MoveUp(stack);
        }

        context = default;
        return false;
    }

    /// <summary>Address of the first Frame at or above <paramref name="rsp"/>, whatever it tells; the greatest number when there is none.</summary>
    public ulong InnermostFrom(in RawStack stack, ulong rsp)
    {
        for (int i = 0; i < MostFrames && _frame < rsp; i++)
            MoveUp(stack);
        return _frame;
    }

    private bool IsDescribed(in RawStack stack)
    {
        if (_described == _frame)
            return true;
        if (!FrameReader.TryRead(stack, layout!, _frame, out _context))
            return false;
        _described = _frame;
        return true;
    }

    private void MoveUp(in RawStack stack)
    {
        bool goesUp = stack.TryReadWord(_frame + (ulong)layout!.Next, out ulong next) && next > _frame;
        _frame = goesUp ? next : EndOfChain;
    }
}
