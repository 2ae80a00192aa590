using Pprof.Runtime;
using Pprof.Sampling;

namespace Pprof.Unwinding.Frames;

/// <summary>
/// Reads one explicit Frame out of the copied stack. Owner of the parts; neither allocates nor throws; false when the Frame tells
/// nothing of registers, when no call is in progress in it, or when it reaches beyond the copy.
/// </summary>
internal static class FrameReader
{
    private const ulong NotAMethod = 1;
    private const ulong MarksMask = 7;

    public static bool TryRead(in RawStack stack, FrameLayout layout, ulong frame, out FrameContext context)
    {
        context = default;
        if (!stack.TryReadWord(frame, out ulong identifier))
            return false;
        return layout.KindOf(identifier) switch
        {
            FrameKind.InlinedCall => TryInlinedCall(stack, layout, frame, out context),
            FrameKind.Resumable => stack.TryReadWord(frame + (ulong)layout.ResumableContextPointer, out ulong registers)
                && TryContext(stack, registers, false, out context),
            FrameKind.FaultingException => TryContext(stack, frame + (ulong)layout.FaultingContext, false, out context),
            FrameKind.SoftwareException => TryContext(stack, frame + (ulong)layout.SoftwareContext, true, out context),
            FrameKind.Prestub => TryTransition(stack, layout, frame, true, out context),
            FrameKind.Transition => TryTransition(stack, layout, frame, false, out context),
            _ => false,
        };
    }

    private static bool TryInlinedCall(in RawStack stack, FrameLayout layout, ulong frame, out FrameContext context)
    {
        bool known = stack.TryReadWord(frame + (ulong)layout.CallerReturnAddress, out ulong rip)
            & stack.TryReadWord(frame + (ulong)layout.CallSiteSP, out ulong rsp)
            & stack.TryReadWord(frame + (ulong)layout.CalleeSavedFP, out ulong rbp);
        ulong method = 0;
        if (layout.InlinedDatum != 0 && stack.TryReadWord(frame + (ulong)layout.InlinedDatum, out ulong datum) && (datum & NotAMethod) == 0)
            method = datum & ~MarksMask;
        context = new FrameContext(rip, rsp, rbp, true, method);
        return known && rip != 0;
    }

    private static bool TryTransition(in RawStack stack, FrameLayout layout, ulong frame, bool namesMethod, out FrameContext context)
    {
        context = default;
        if (!stack.TryReadWord(frame + (ulong)layout.TransitionBlock, out ulong block))
            return false;
        bool known = stack.TryReadWord(block + (ulong)layout.BlockReturnAddress, out ulong rip)
            & stack.TryReadWord(block + (ulong)layout.BlockRbp, out ulong rbp);
        ulong method = 0;
        if (namesMethod && layout.FramedMethodDesc != 0)
            stack.TryReadWord(frame + (ulong)layout.FramedMethodDesc, out method);
        context = new FrameContext(rip, block + (ulong)layout.BlockSize, rbp, true, method);
        return known;
    }

    private static bool TryContext(in RawStack stack, ulong registers, bool isReturnAddress, out FrameContext context)
    {
        bool known = stack.TryReadWord(registers + FrameLayout.ContextRip, out ulong rip)
            & stack.TryReadWord(registers + FrameLayout.ContextRsp, out ulong rsp)
            & stack.TryReadWord(registers + FrameLayout.ContextRbp, out ulong rbp);
        context = new FrameContext(rip, rsp, rbp, isReturnAddress, 0);
        return known && rip != 0;
    }
}
