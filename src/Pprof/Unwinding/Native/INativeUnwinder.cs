using Pprof.Sampling;

namespace Pprof.Unwinding.Native;

/// <summary>Steps out of one native frame by the call frame information (CFI) of the image that holds its code.</summary>
internal interface INativeUnwinder
{
    /// <summary>
    /// Turns the registers of a frame into its caller's. They change only when the answer is <see cref="NativeStep.Stepped"/>.
    /// Owner of the parts; allocation-free once an image is known; never throws.
    /// </summary>
    /// <param name="registers">The frame; <see cref="NativeRegisters.IsReturnAddress"/> says how to look its rip up.</param>
    /// <param name="stack">Where saved registers are read, and nowhere else.</param>
    /// <param name="isSignalFrame">
    /// The frame stepped out of was the kernel's signal trampoline: the caller was interrupted, so its rip is exact.
    /// </param>
    NativeStep TryStep(ref NativeRegisters registers, in RawStack stack, out bool isSignalFrame);
}
