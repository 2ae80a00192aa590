using Pprof.Sampling;
using Pprof.Unwinding.Frames;
using Pprof.Unwinding.Managed;
using Pprof.Unwinding.Native;
using Pprof.Unwinding.View;

namespace Pprof.Unwinding;

/// <summary>
/// One walk of one stack. Owner of the parts; allocation-free when the caches are warm; never throws. Managed frames are left
/// by rule; native ones by call frame information, guarded by the runtime's explicit Frames: the walk never passes a Frame
/// without stopping at the managed code it describes.
/// </summary>
internal ref struct StackWalk
{
    private readonly RawStack _stack;
    private readonly WalkParts _parts;
    private FrameCursor _frames;
    private readonly Span<FramePlace> _places;
    private StackView _view;
    private ulong _rip, _rsp, _rbp, _blockRsp;
    private bool _isReturnAddress;
    private bool _isLeaf = true;

    public StackWalk(in RawStack stack, WalkParts parts, Span<CodeAddress> frames, FirstPass? firstPass, Span<FramePlace> places = default)
    {
        _places = places;
        _stack = stack;
        _parts = parts;
        _frames = new FrameCursor(parts.Frames, stack.FrameChain);
        _view = new StackView(frames, firstPass);
        (_rip, _rsp, _rbp) = (stack.Registers.Rip, stack.Registers.Rsp, stack.Registers.Rbp);
    }

    public readonly int Count => _view.Count;

    /// <summary>The root was reached while a block's method was still looked for.</summary>
    public readonly bool LostBlock => _view.IsSkipping;

    /// <summary>First word of the innermost explicit Frame that lies in the native frames at the leaf; 0 when none does.</summary>
    public ulong LeafFrame { get; private set; }

    public StackEnd Run()
    {
        WalkStep step = _rip == 0 ? EnterFirstFrame() : WalkStep.GoOn;
        while (step == WalkStep.GoOn)
        {
            FrameCode code = _parts.Rules.Find(_rip, _isReturnAddress);
            step = code.IsManaged ? LeaveManaged(code) : _isLeaf ? CrossLeaf(code) : CrossNative(code);
            if (step != WalkStep.GoOn && _view.IsSkipping)
                step = LeaveBlock(otherwise: step);
        }

        return Finish(step);
    }

    // The dead frames of a thrower may have lost what a walk needs (a return address that the runtime had replaced, a Frame). A block has its
    // method's rbp, and a method with blocks keeps rbp at the word where its caller's is saved: so its caller can be found without them.
    private WalkStep LeaveBlock(WalkStep otherwise)
    {
        FrameRule rule = _parts.Rules.FindBody(_view.MethodOfBlock).Rule;
        // Dead frames lie between the block and its method, so that is further up.
        ulong cfa = _view.RbpOfBlock + (ulong)(rule.BaseIsRbp ? rule.CfaOffset : -rule.RbpOffset);
        (ulong rip, ulong rbp) = (0, 0);
        bool isFound = rule.RbpOffset != 0 && cfa > _blockRsp && _stack.TryReadWord(cfa - sizeof(ulong), out rip)
            && _stack.TryReadWord(cfa + (ulong)(long)rule.RbpOffset, out rbp) && !_parts.Rules.Find(rip, isReturnAddress: true).Is(CodeTraits.NotAfterCall);
        if (!isFound)
            return otherwise;
        _parts.Statistics.BlocksLeft++;
        _view.EndBlock();
        (_rip, _rsp, _rbp, _isReturnAddress, _isLeaf) = (rip, cfa, rbp, true, false);
        return WalkStep.GoOn;
    }

    private StackEnd Finish(WalkStep step)
    {
        if (step == WalkStep.Root)
            return StackEnd.Root;
        bool isTruncated = step == WalkStep.Truncated;
        _view.AddMarker(isTruncated ? StackMarker.Truncated : StackMarker.Unwalkable);
        return isTruncated ? StackEnd.Truncated : StackEnd.Unwalkable;
    }

    // The registers of a thread that was copied while it waited are not known: its innermost Frame tells where it left managed code.
    private WalkStep EnterFirstFrame() =>
        _frames.TryFindContext(_stack, _rsp, out FrameContext context) ? Enter(context) : WalkStep.Root;

    private WalkStep LeaveManaged(in FrameCode code)
    {
        if (code.Is(CodeTraits.Funclet) && !_view.IsSkipping)
            _blockRsp = _rsp;
        (int count, bool wasInBlock) = (_view.Count, !_view.IsPlain);
        if (!_view.AddManaged(_rip, _isReturnAddress, code, _rbp))
            return WalkStep.Truncated;
        if (code.Is(CodeTraits.NoRule))
            return LeaveByFrame();
        ulong cfa = (code.Rule.BaseIsRbp ? _rbp : _rsp) + (ulong)(long)code.Rule.CfaOffset;
        if (!_places.IsEmpty && (_view.Count > count || (wasInBlock && _view.IsPlain)))
            _places[_view.Count - 1] = new FramePlace(_rsp, cfa);
        ulong rbp = _rbp;
        if (cfa <= _rsp)
            return WalkStep.Unwalkable;
        if (!_stack.TryReadWord(cfa - sizeof(ulong), out ulong rip)
            || (code.Rule.RbpOffset != 0 && !_stack.TryReadWord(cfa + (ulong)(long)code.Rule.RbpOffset, out rbp)))
            return WalkStep.Truncated;
        (_rip, _rsp, _rbp, _isReturnAddress, _isLeaf) = (rip, cfa, rbp, true, false);
        return rip == 0 ? WalkStep.Root : WalkStep.GoOn;
    }

    // The frame just left was a method's whose return address the runtime had replaced; the place is right below rsp.
    private WalkStep LeaveHijacked()
    {
        _parts.Statistics.Hijacked++;
        if (!HijackedReturn.TryFind(_stack.Thread, _rsp - sizeof(ulong), out ulong original)
            || !_parts.Rules.Find(original, isReturnAddress: true).IsManaged)
            return WalkStep.Unwalkable;
        _parts.Statistics.HijacksUndone++;
        _rip = original;
        return WalkStep.GoOn;
    }

    // The runtime links a Frame in its own frame, below the managed frame that called it.
    private WalkStep CrossLeaf(in FrameCode code)
    {
        ulong frame = _frames.InnermostFrom(_stack, _rsp);
        WalkStep step = CrossNative(code);
        if (step == WalkStep.GoOn && frame < _rsp && _stack.TryReadWord(frame, out ulong identifier))
            LeafFrame = identifier;
        return step;
    }

    // From native code to the managed code that called it, or to the thread's root.
    private WalkStep CrossNative(in FrameCode code)
    {
        if (!_isLeaf && code.Is(CodeTraits.NotAfterCall))
        {
            return LeaveHijacked();
        }

        NativeRegisters registers = _isLeaf ? new(_stack.Registers) : new(_rip, _rsp, _rbp) { IsReturnAddress = _isReturnAddress };
        // Found before the first step: the Frame lies in one of the native frames to come.
        bool isBounded = _frames.TryFindContext(_stack, _rsp, out FrameContext bound);
        while (true)
        {
            if (!_view.AddNative(registers.Rip, registers.IsReturnAddress))
                return WalkStep.Truncated;
            (_rsp, _rbp) = (registers.Rsp, registers.Rbp);
            NativeStep step = StepNative(ref registers);
            if (step == NativeStep.Root)
                return WalkStep.Root;
            if (step != NativeStep.Stepped || registers.Rsp <= _rsp)
                return LeaveWithoutInfo(isBounded, bound, step);
            _isLeaf = false;
            if (isBounded && registers.Rsp >= bound.Rsp)
                return Enter(bound);
            if (_parts.Rules.Find(registers.Rip, registers.IsReturnAddress).IsManaged)
                return Enter(registers);
        }
    }

    private readonly NativeStep StepNative(ref NativeRegisters registers)
    {
        NativeStep step = _parts.Native.TryStep(ref registers, _stack, out _);
        return step == NativeStep.NoInfo && _isLeaf && TryLeaveFrameless(ref registers) ? NativeStep.Stepped : step;
    }

    // A stub that pushes nothing: the return address is on top of the stack.
    private readonly bool TryLeaveFrameless(ref NativeRegisters registers)
    {
        if (!_stack.TryReadWord(registers.Rsp, out ulong rip) || !CallSite.IsBefore(rip))
            return false;
        registers = new NativeRegisters(rip, registers.Rsp + sizeof(ulong), registers.Rbp);
        return true;
    }

    private WalkStep LeaveWithoutInfo(bool isBounded, in FrameContext bound, NativeStep step)
    {
        if (step == NativeStep.PresumedRoot && !isBounded)
            return WalkStep.Root;
        // A leaf may have been called without a Frame; what called a native caller nearly always left one.
        if ((_isLeaf || !isBounded) && TryScan(isBounded ? bound.Rsp : ulong.MaxValue))
            return WalkStep.GoOn;
        if (!isBounded)
            return step == NativeStep.OutOfStack ? WalkStep.Truncated : WalkStep.Unwalkable;
        _parts.Statistics.FrameJumps++;
        return Enter(bound);
    }

    private bool TryScan(ulong limit)
    {
        if (!ReturnAddressScan.TryFind(_stack, _parts.Rules, _rsp, limit, out ulong rip, out ulong callerRsp))
            return false;
        _parts.Statistics.Scans++;
        (_rip, _rsp, _isReturnAddress, _isLeaf) = (rip, callerRsp, true, false);
        return true;
    }

    private WalkStep LeaveByFrame()
    {
        // The Frame that lies in this very frame tells nothing new: it must describe a caller.
        if (!_frames.TryFindContext(_stack, _rsp + 1, out FrameContext context) || context.Rsp <= _rsp)
            return WalkStep.Unwalkable;
        _parts.Statistics.FrameJumps++;
        return Enter(context);
    }

    private WalkStep Enter(in FrameContext context)
    {
        (_rip, _rsp, _rbp, _isReturnAddress, _isLeaf) = (context.Rip, context.Rsp, context.Rbp, context.IsReturnAddress, false);
        return context.MethodDesc == 0 || _view.AddMethod(context.MethodDesc) ? WalkStep.GoOn : WalkStep.Truncated;
    }

    private WalkStep Enter(in NativeRegisters registers)
    {
        (_rip, _rsp, _rbp, _isReturnAddress, _isLeaf) = (registers.Rip, registers.Rsp, registers.Rbp, registers.IsReturnAddress, false);
        return WalkStep.GoOn;
    }
}
