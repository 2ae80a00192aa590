namespace Pprof.Unwinding.Frames;

/// <summary>Where managed code was left, as an explicit Frame tells it.</summary>
/// <param name="Rip">The instruction about to run, or where the call returns to.</param>
/// <param name="Rsp">The stack pointer there, after the return.</param>
/// <param name="Rbp">The frame pointer there.</param>
/// <param name="IsReturnAddress">What <paramref name="Rip"/> is.</param>
/// <param name="MethodDesc">A method that is being called and has no frame of its own, or 0.</param>
internal readonly record struct FrameContext(ulong Rip, ulong Rsp, ulong Rbp, bool IsReturnAddress, ulong MethodDesc);
