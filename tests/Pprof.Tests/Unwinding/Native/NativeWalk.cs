using Pprof.Images;
using Pprof.Sampling;
using Pprof.Symbolization.Native;
using Pprof.Unwinding;
using Pprof.Unwinding.Native;

namespace Pprof.Tests.Unwinding.Native;

/// <summary>Walks a captured stack by call frame information alone, and names its frames.</summary>
internal sealed class NativeWalk
{
    private const int Deepest = 200;

    private readonly NativeUnwinder _unwinder;
    private readonly NativeSymbols _symbols;

    public NativeWalk(ImageCatalog? images = null)
    {
        images ??= new ImageCatalog();
        _unwinder = new NativeUnwinder(images);
        _symbols = new NativeSymbols(images);
    }

    /// <summary>Why the last walk ended.</summary>
    public NativeStep End { get; private set; }

    /// <summary>Signal trampolines on the last walk.</summary>
    public int SignalFrames { get; private set; }

    /// <summary>Names from the leaf to where the walk ended.</summary>
    public List<string> Names(RawStack stack)
    {
        List<string> names = [];
        SignalFrames = 0;
        NativeRegisters registers = new(stack.Registers);
        do
        {
            ulong address = registers.IsReturnAddress ? registers.Rip - 1 : registers.Rip;
            names.Add(_symbols.Resolve(CodeAddress.Native(address)).Function!.Name);
            End = _unwinder.TryStep(ref registers, stack, out bool isSignalFrame);
            SignalFrames += isSignalFrame ? 1 : 0;
        }
        while (End == NativeStep.Stepped && names.Count < Deepest);

        return names;
    }

    /// <summary>Frames of a walk, without names: allocates nothing once everything is known.</summary>
    public int Count(in RawStack stack)
    {
        NativeRegisters registers = new(stack.Registers);
        int count = 1;
        while ((End = _unwinder.TryStep(ref registers, stack, out _)) == NativeStep.Stepped && count < Deepest)
        {
            count++;
        }

        return count;
    }
}
