using Pprof.Sampling;
using Pprof.Unwinding.Native;

namespace Pprof.Workloads.Oracle;

/// <summary>Knows no native frame: walks cross native code by explicit Frames and by looking for return addresses.</summary>
internal sealed class NoNativeUnwinder : INativeUnwinder
{
    public NativeStep TryStep(ref NativeRegisters registers, in RawStack stack, out bool isSignalFrame)
    {
        isSignalFrame = false;
        return NativeStep.NoInfo;
    }
}
