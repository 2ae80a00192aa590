using System.Runtime.InteropServices;
using Pprof.Labels;

namespace Pprof.Sampling;

/// <summary>
/// What the signal handler knows of the thread it interrupted, and where it writes. Found through the value that the kernel
/// delivers with the signal. Blocks lie in native memory that is never unmapped, 256 bytes apart, because a signal of a
/// deleted timer may still be under way. See <see cref="BlockPool"/> for how one is used again.
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = Alignment)]
internal unsafe struct SampleBlock
{
    /// <summary>The low eight bits of a block's address are zero; in a signal's value they carry the generation.</summary>
    public const int Alignment = 256;

    // Written by the sampler, read by the handler.

    /// <summary>The only generation whose signals are recorded; 0 while the block is closed.</summary>
    [FieldOffset(0)] public uint Generation;

    /// <summary>Which of the two buffers the handler writes, 0 or 1.</summary>
    [FieldOffset(4)] public uint Active;

    [FieldOffset(8)] public SharedWords* Shared;

    /// <summary>[StackLow, StackHigh) is mapped for as long as the thread lives. Unknown: the greatest value, and 0.</summary>
    [FieldOffset(16)] public ulong StackLow;
    [FieldOffset(24)] public ulong StackHigh;

    /// <summary>
    /// Where the runtime's Thread object is named: the thread's own "current Thread" variable, which is null before and after
    /// there is one, or <see cref="KnownThread"/>. Null when neither is known.
    /// </summary>
    [FieldOffset(32)] public ulong* Thread;

    /// <summary>From the Thread to the head of its Frame chain.</summary>
    [FieldOffset(64)] public ulong FrameOffset;

    /// <summary>Fixed address that <see cref="Thread"/> may point to.</summary>
    [FieldOffset(72)] public ulong KnownThread;

    /// <summary>Two buffers of <see cref="Capacity"/> bytes, one after the other.</summary>
    [FieldOffset(40)] public byte* Buffers;
    [FieldOffset(48)] public ulong Capacity;

    /// <summary>To the cell in which the thread says which labels are in force. Written by the sampler or by that thread.</summary>
    [FieldOffset(80)] public LabelPointer Labels;

    /// <summary>Behind the buffers; of the one handler that may run in this block.</summary>
    [FieldOffset(96)] public AwaitScratch* Scratch;

    // Read and written by the pool only.

    [FieldOffset(56)] public uint LastGeneration;

    // Written by the handler with interlocked operations; a line of its own in the CPU's cache.

    /// <summary>Handlers between their first and last touch of this block.</summary>
    [FieldOffset(128)] public int Writers;

    /// <summary>Weight of the samples that found no room; taken by the sampler.</summary>
    [FieldOffset(136)] public long Lost;

    /// <summary>Bytes claimed in each buffer; may exceed the capacity by claims that failed.</summary>
    [FieldOffset(144)] public fixed long Used[2];
}
