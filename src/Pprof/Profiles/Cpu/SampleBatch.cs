using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Pprof.Labels;
using Pprof.Sampling;

namespace Pprof.Profiles.Cpu;

/// <summary>
/// The samples of one drain, copied, on their way from the sampler's thread to the walker's. Filled by the one, read and
/// cleared by the other; grows to the largest drain it has seen.
/// </summary>
internal sealed class SampleBatch
{
    private readonly Dictionary<LabelSet, int> _labelNumbers = new(ReferenceEqualityComparer.Instance);
    private readonly List<LabelSet> _labels = [];
    private byte[] _bytes = new byte[64 << 10];
    private int _used;

    public int Bytes => _used;

    public bool IsEmpty => _used == 0 && LostWeight == 0;

    /// <summary>CPU time that a weight of 1 stands for, in nanoseconds.</summary>
    public long Period { get; set; }

    /// <summary>Periods of CPU time without a sample that could be kept.</summary>
    public long LostWeight { get; set; }

    /// <summary>When the samples were taken, by <see cref="System.Diagnostics.Stopwatch"/>, some 50 ms off.</summary>
    public long Taken { get; set; }

    /// <summary>What is to be done when the samples of this batch were counted; null for nothing.</summary>
    public Action? Order { get; set; }

    /// <summary>By the number in <see cref="SampleHeader.LabelSetId"/>, which counts from 1.</summary>
    public IReadOnlyList<LabelSet> Labels => _labels;

    public void Add(in RawStack stack, int threadId, long weight, LabelSet labels)
    {
        SampleHeader header = new(
            stack.Registers, stack.Address, stack.FrameChain, weight, NumberOf(labels), stack.Bytes.Length, stack.Thread.Length, threadId,
            stack.Suspends, stack.Links.Length);
        Reserve(Unsafe.SizeOf<SampleHeader>() + stack.Bytes.Length + stack.Thread.Length + stack.Links.Length);
        Append(MemoryMarshal.AsBytes(new ReadOnlySpan<SampleHeader>(in header)));
        Append(stack.Bytes);
        Append(stack.Thread);
        Append(stack.Links);
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
        ReadOnlySpan<byte> bytes = _bytes.AsSpan(offset + Unsafe.SizeOf<SampleHeader>(), header.StackBytes + header.ThreadBytes + header.LinkBytes);
        stack = new RawStack(
            header.Registers, header.StackAddress, bytes[..header.StackBytes], header.FrameChain, bytes.Slice(header.StackBytes, header.ThreadBytes))
        {
            Suspends = header.Suspends,
            Links = bytes[(header.StackBytes + header.ThreadBytes)..],
        };
        offset += Unsafe.SizeOf<SampleHeader>() + bytes.Length;
        return true;
    }

    public void Clear()
    {
        _used = 0;
        LostWeight = 0;
        Order = null;
        _labels.Clear();
        _labelNumbers.Clear();
    }

    private int NumberOf(LabelSet labels)
    {
        if (labels.Count == 0)
        {
            return 0;
        }

        if (!_labelNumbers.TryGetValue(labels, out int number))
        {
            _labels.Add(labels);
            _labelNumbers.Add(labels, number = _labels.Count);
        }

        return number;
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
    Registers Registers, ulong StackAddress, ulong FrameChain, long Weight, int LabelSetId, int StackBytes, int ThreadBytes, int ThreadId, bool Suspends, int LinkBytes);
