namespace Pprof.Unwinding.Managed;

/// <summary>Finds out about the code of a frame. Drain thread; never throws; slow, so its answers are cached.</summary>
internal interface IFrameRules
{
    /// <param name="ip">The instruction about to run, or where a call returns to.</param>
    /// <param name="isReturnAddress">Which of both.</param>
    FrameCode Find(ulong ip, bool isReturnAddress);
}
