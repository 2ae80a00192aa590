namespace Pprof.Unwinding.Managed;

/// <summary>Finds out about the code of a frame. Any thread; never throws; slow, so its answers are cached.</summary>
internal interface IFrameRules
{
    /// <param name="ip">The instruction about to run, or where a call returns to.</param>
    /// <param name="isReturnAddress">Which of both.</param>
    FrameCode Find(ulong ip, bool isReturnAddress);

    /// <summary>The rule that holds in a method's body behind its prolog; without a rule where that cannot be told.</summary>
    /// <param name="methodStart">As <see cref="FrameCode.MethodStart"/> says.</param>
    FrameCode FindBody(ulong methodStart);
}
