using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Pprof.Sampling;

namespace Pprof.Profiles.Cpu;

/// <summary>
/// The samples of one drain, copied, on their way from the sampler's thread to the walker's. Filled by the one, read and
/// cleared by the other; grows to the largest drain it has seen.
/// </summary>
internal sealed class SampleBatch
{
    private byte[] _bytes = new byte[64 << 10];
    private int _used;

    public int Bytes => _used;

    public bool IsEmpty => _used == 0 && LostWeight == 0;

    /// <summary>Periods of CPU time without a sample that could be kept.</summary>
    public long LostWeight { get; set; }

    /// <summary>The window of time in which the samples were taken, where the profile has windows.</summary>
    public int Window { get; set; }

    public void Add(in RawStack stack, int threadId, long weight, int labelSetId)
    {
        SampleHeader header = new(
            stack.Registers, stack.Address, stack.FrameChain, weight, labelSetId, stack.Bytes.Length, stack.Thread.Length, threadId,
            stack.Suspends);
        Reserve(Unsafe.SizeOf<SampleHeader>() + stack.Bytes.Length + stack.Thread.Length);
        Append(MemoryMarshal.AsBytes(new ReadOnlySpan<SampleHeader>(in header)));
        Append(stack.Bytes);
        Append(stack.Thread);
    }

    /// <summary>The sample at an offset, which then moves on to the next; false at the end. Valid until <see cref="Clear"/>.</summary>
    public bool TryRead(ref int offset, out SampleHeader header, out RawStack stack)
    {
        if (offset >= _used)
        {
            header = default;
            stack = default;
            return false;
        }

        header = MemoryMarshal.Read<SampleHeader>(_bytes.AsSpan(offset));
        ReadOnlySpan<byte> bytes = _bytes.AsSpan(offset + Unsafe.SizeOf<SampleHeader>(), header.StackBytes + header.ThreadBytes);
        stack = new RawStack(
            header.Registers, header.StackAddress, bytes[..header.StackBytes], header.FrameChain, bytes[header.StackBytes..])
        {
            Suspends = header.Suspends,
        };
        offset += Unsafe.SizeOf<SampleHeader>() + bytes.Length;
        return true;
    }

    public void Clear()
    {
        _used = 0;
        LostWeight = 0;
    }

    private void Append(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(_bytes.AsSpan(_used));
        _used += bytes.Length;
    }

    private void Reserve(int size)
    {
        if (_used + size > _bytes.Length)
        {
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, _used + size));
        }
    }
}

/// <summary>What stands before the bytes of stack and Thread of a sample in a <see cref="SampleBatch"/>.</summary>
internal readonly record struct SampleHeader(
    Registers Registers, ulong StackAddress, ulong FrameChain, long Weight, int LabelSetId, int StackBytes, int ThreadBytes, int ThreadId, bool Suspends);
