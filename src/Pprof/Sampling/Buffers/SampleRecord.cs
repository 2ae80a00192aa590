using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

namespace Pprof.Sampling;

/// <summary>
/// Head of one sample in a buffer; <see cref="StackBytes"/> bytes of stack, <see cref="ThreadBytes"/> of the Thread and <see cref="LinkBytes"/> of links follow it.
/// Written by the signal handler, read by the sampler after the buffer was handed over.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
internal struct SampleRecord
{
    /// <summary>Bytes of head, stack, Thread and links together, a multiple of 8. 0 marks the end of a buffer that overflowed.</summary>
    public uint Size;

    /// <summary>Timer periods this sample stands for: one, and those the kernel could not deliver one by one.</summary>
    public uint Weight;

    public ulong FrameChain;
    public ulong StackAddress;
    public uint StackBytes;

    /// <summary>0 unless the runtime had replaced a return address on this stack, see <see cref="Runtime.ThreadLayout"/>.</summary>
    public uint ThreadBytes;

    /// <summary>Serial of the <see cref="Labels.LabelScope"/> in force; 0 for none.</summary>
    public long Labels;

    /// <summary>1 when this thread had stopped the others at that instant; else 0.</summary>
    public ulong Suspends;

    /// <summary>Bytes of <see cref="AwaitLink"/>s, behind those of the Thread.</summary>
    public ulong LinkBytes;
    public Registers Registers;

    /// <summary>Only for a record in native memory, with its stack after it; the answer points into the buffer.</summary>
    [UnscopedRef]
    public readonly unsafe RawStack ToStack()
    {
        fixed (SampleRecord* self = &this)
        {
            byte* stack = (byte*)(self + 1);
            ReadOnlySpan<byte> thread = new(stack + StackBytes, (int)ThreadBytes);
            return new RawStack(Registers, StackAddress, new ReadOnlySpan<byte>(stack, (int)StackBytes), FrameChain, thread)
            {
                Suspends = Suspends != 0,
                Links = new ReadOnlySpan<byte>(stack + StackBytes + ThreadBytes, (int)LinkBytes),
            };
        }
    }
}
