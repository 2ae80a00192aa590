using Pprof.Sampling;
using Pprof.Unwinding.Frames;
using Pprof.Unwinding.Managed;
using Pprof.Unwinding.View;

namespace Pprof.Unwinding.Live;

/// <summary>
/// A walk that shows managed frames only, from a return address of managed code to the thread's first managed frame. A native part in
/// the middle is passed by the runtime's explicit Frame above it: whatever managed code calls that can call back leaves one.
/// Native code with no Frame above it is the root. Any thread, on its own stack; never throws; allocates for code not met before.
/// </summary>
internal ref struct ManagedWalk
{
    private SharedRules _rules;
    private UnwinderStatistics _statistics;
    private FrameCursor _frames;
    private StackView _view;
    private ulong _rip, _rsp, _rbp;
    private bool _isReturnAddress;

    /// <summary>
    /// Not a constructor: the compiler copies what that makes, with a helper of the runtime that also stops for a waiting
    /// collection. Every walk would pay for both.
    /// </summary>
    public void Begin(in RawStack stack, LiveParts parts, Span<CodeAddress> frames)
    {
        _isReturnAddress = true;
        (_rules, _statistics) = (parts.Rules, parts.Statistics);
        _frames = new FrameCursor(parts.Frames, stack.FrameChain);
        _view = new StackView(frames, parts.FirstPass);
        (_rip, _rsp, _rbp) = (stack.Registers.Rip, stack.Registers.Rsp, stack.Registers.Rbp);
    }

    public readonly int Count => _view.Count;

    /// <summary>Some frames are of code that may be freed, or of methods without a frame, which may be as well.</summary>
    public bool HasTransient { get; private set; }

    /// <summary>
    /// <see cref="StackEnd.Unwalkable"/>, without a marker, when the frames found are not to be believed. The stack given is
    /// the one of the constructor: a field of it would be a copy of its registers in each walk.
    /// </summary>
    public StackEnd Run(in RawStack stack)
    {
        WalkStep step;
        do
        {
            KnownCode known = _rules.Find(_rip, _isReturnAddress);
            step = known.Code.IsManaged ? LeaveManaged(stack, known.Code) : CrossNative(stack, known.Code);
        }
        while (step == WalkStep.GoOn);
        return Finish(step);
    }

    private StackEnd Finish(WalkStep step)
    {
        if (step == WalkStep.Truncated)
        {
            _view.AddMarker(StackMarker.Truncated);
            return StackEnd.Truncated;
        }

        // A block whose method was never found: what was left out on the way to the root is unknown.
        return step == WalkStep.Root && !_view.IsSkipping ? StackEnd.Root : StackEnd.Unwalkable;
    }

    private WalkStep LeaveManaged(in RawStack stack, in FrameCode code)
    {
        if (!_view.AddManaged(_rip, _isReturnAddress, code, _rbp))
            return WalkStep.Truncated;
        HasTransient |= code.Is(CodeTraits.Transient);
        if (code.Is(CodeTraits.NoRule))
            return EnterNext(stack, _rsp + 1, otherwise: WalkStep.Unwalkable);
        ulong cfa = (code.Rule.BaseIsRbp ? _rbp : _rsp) + (ulong)(long)code.Rule.CfaOffset;
        ulong rbp = _rbp;
        // A live stack does not end: a word outside of it means that the walk has lost its way.
        if (cfa <= _rsp || !stack.TryReadWord(cfa - sizeof(ulong), out ulong rip)
            || (code.Rule.RbpOffset != 0 && !stack.TryReadWord(cfa + (ulong)(long)code.Rule.RbpOffset, out rbp)))
            return WalkStep.Unwalkable;
        (_rip, _rsp, _rbp, _isReturnAddress) = (rip, cfa, rbp, true);
        return rip == 0 ? WalkStep.Root : WalkStep.GoOn;
    }

    private WalkStep CrossNative(in RawStack stack, in FrameCode code) =>
        code.Is(CodeTraits.NotAfterCall) ? LeaveHijacked(stack) : EnterNext(stack, _rsp, otherwise: WalkStep.Root);

    // The frame just left was a method's whose return address the runtime has replaced; the place is right below rsp.
    // If the runtime has put the address back since, it stands there again.
    private WalkStep LeaveHijacked(in RawStack stack)
    {
        _statistics.Hijacked++;
        ulong place = _rsp - sizeof(ulong);
        if (!(HijackedReturn.TryFind(stack.Thread, place, out ulong original) || stack.TryReadWord(place, out original))
            || !_rules.Find(original, isReturnAddress: true).Code.IsManaged)
            return WalkStep.Unwalkable;
        _statistics.HijacksUndone++;
        _rip = original;
        return WalkStep.GoOn;
    }

    // To the managed code that the next Frame describes.
    private WalkStep EnterNext(in RawStack stack, ulong above, WalkStep otherwise)
    {
        if (!_frames.TryFindContext(stack, above, out FrameContext context) || context.Rsp <= _rsp)
            return otherwise;
        (_rip, _rsp, _rbp, _isReturnAddress) = (context.Rip, context.Rsp, context.Rbp, context.IsReturnAddress);
        if (context.MethodDesc == 0)
            return WalkStep.GoOn;
        HasTransient = true;
        return _view.AddMethod(context.MethodDesc) ? WalkStep.GoOn : WalkStep.Truncated;
    }
}
