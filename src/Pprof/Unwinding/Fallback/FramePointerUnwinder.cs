using Pprof.Sampling;
using Pprof.Unwinding.Managed;
using Pprof.Unwinding.Native;

namespace Pprof.Unwinding.Fallback;

/// <summary>
/// Adds to another native unwinder a guess for callers that no table describes: that they keep a frame pointer, as all
/// glue written in IL does. Accepted only when the word above the saved rbp can be a return address. Owner of the parts; never throws.
/// </summary>
internal sealed class FramePointerUnwinder(INativeUnwinder inner) : INativeUnwinder
{
    public NativeStep TryStep(ref NativeRegisters registers, in RawStack stack, out bool isSignalFrame)
    {
        NativeStep step = inner.TryStep(ref registers, stack, out isSignalFrame);
        if (step != NativeStep.NoInfo || !registers.IsReturnAddress || registers.Rbp < registers.Rsp)
            return step;
        ulong rbp = registers.Rbp;
        if (!stack.TryReadWord(rbp, out ulong saved) || !stack.TryReadWord(rbp + sizeof(ulong), out ulong rip) || !CallSite.IsBefore(rip))
            return step;
        registers = new NativeRegisters(rip, rbp + 2 * sizeof(ulong), saved);
        return NativeStep.Stepped;
    }
}
