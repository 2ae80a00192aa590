namespace Pprof.Unwinding.Managed;

/// <summary>Knows no managed code.</summary>
internal sealed class NativeOnlyRules : IFrameRules
{
    public FrameCode Find(ulong ip, bool isReturnAddress) => default;
}
