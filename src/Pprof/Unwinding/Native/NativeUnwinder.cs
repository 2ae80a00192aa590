using Pprof.Images;
using Pprof.Sampling;

namespace Pprof.Unwinding.Native;

/// <summary>
/// Steps by <c>.eh_frame</c>. Owner of the parts; allocates at the first sight of a function or an image only;
/// never throws.
/// </summary>
internal sealed class NativeUnwinder(ImageCatalog images) : INativeUnwinder
{
    // About half a kilobyte each: 8 MB at most, then everything is forgotten and learned again.
    private const int MostFunctions = 16_384;

    private readonly Dictionary<ElfImage, ImageFrames> _frames = [];
    private readonly Dictionary<ulong, UnwindFunction> _functions = [];
    private readonly RowCache _rows = new();
    private int _generation;

    /// <inheritdoc/>
    public NativeStep TryStep(ref NativeRegisters registers, in RawStack stack, out bool isSignalFrame)
    {
        isSignalFrame = false;
        if (registers.Rip == 0)
        {
            return NativeStep.Root;
        }

        ulong address = registers.IsReturnAddress ? registers.Rip - 1 : registers.Rip;
        if (TryFindRow(address, out UnwindFunction? function, out int row))
        {
            isSignalFrame = function!.IsSignalFrame;
            return FrameStepper.Step(function, function.Rows[row], ref registers, stack);
        }

        isSignalFrame = SignalTrampoline.IsAt(registers.Rip);
        return isSignalFrame ? SignalTrampoline.Step(ref registers, stack)
            : registers.IsReturnAddress && FindFrames(address) is { IsLibc: true } ? NativeStep.PresumedRoot
            : NativeStep.NoInfo;
    }

    private bool TryFindRow(ulong address, out UnwindFunction? function, out int row)
    {
        if (!_rows.TryFind(address, out function, out row) && FindFrames(address) is { } frames)
        {
            function = frames.Find(address) is { } found ? Shared(found) : null;
            row = function?.RowAt(address) ?? -1;
            _rows.Add(address, function, row);
        }

        return row >= 0;
    }

    // An address in no image is not remembered as such: a library may be loaded there.
    private ImageFrames? FindFrames(ulong address)
    {
        ElfImage? image = images.Find(address);
        ForgetUnloaded();
        if (image is null)
        {
            return null;
        }

        if (!_frames.TryGetValue(image, out ImageFrames? frames))
        {
            frames = new ImageFrames(image);
            _frames.Add(image, frames);
        }

        return frames;
    }

    // Many instructions of a hot function are sampled; they share one table.
    private UnwindFunction Shared(UnwindFunction found)
    {
        if (_functions.TryGetValue(found.Start, out UnwindFunction? known))
        {
            return known;
        }

        if (_functions.Count == MostFunctions)
        {
            _functions.Clear();
            _rows.Clear();
        }

        _functions.Add(found.Start, found);
        return found;
    }

    private void ForgetUnloaded()
    {
        if (_generation != images.Generation)
        {
            _generation = images.Generation;
            _frames.Clear();
            _functions.Clear();
            _rows.Clear();
        }
    }
}
