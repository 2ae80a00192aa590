using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Pprof.Sampling;

namespace Pprof.Recording;

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

    public void Add(in RawStack stack, long weight, int labelSetId)
    {
        int size = Unsafe.SizeOf<SampleHeader>() + stack.Bytes.Length;
        Reserve(size);
        SampleHeader header = new(stack.Registers, stack.Address, stack.FrameChain, weight, labelSetId, stack.Bytes.Length);
        MemoryMarshal.Write(_bytes.AsSpan(_used), in header);
        stack.Bytes.CopyTo(_bytes.AsSpan(_used + Unsafe.SizeOf<SampleHeader>()));
        _used += size;
    }

    /// <summary>The sample at an offset, which then moves on to the next; false at the end.</summary>
    public bool TryRead(ref int offset, out SampleHeader header, out ReadOnlySpan<byte> stackBytes)
    {
        if (offset >= _used)
        {
            header = default;
            stackBytes = default;
            return false;
        }

        header = MemoryMarshal.Read<SampleHeader>(_bytes.AsSpan(offset));
        stackBytes = _bytes.AsSpan(offset + Unsafe.SizeOf<SampleHeader>(), header.StackBytes);
        offset += Unsafe.SizeOf<SampleHeader>() + header.StackBytes;
        return true;
    }

    public void Clear()
    {
        _used = 0;
        LostWeight = 0;
    }

    private void Reserve(int size)
    {
        if (_used + size > _bytes.Length)
        {
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, _used + size));
        }
    }
}
