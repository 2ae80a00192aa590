namespace Pprof.Unwinding;

/// <summary>Where the words of a managed frame lie; of a catch or finally block, those of its method, which are also
/// the block's.</summary>
/// <param name="Low">The first of them: the frame's rsp.</param>
/// <param name="High">The first behind them, which is the caller's rsp.</param>
internal readonly record struct FramePlace(ulong Low, ulong High);
