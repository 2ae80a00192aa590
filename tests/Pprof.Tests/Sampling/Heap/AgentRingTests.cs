using System.Runtime.InteropServices;
using Pprof.Sampling;
using Xunit;

namespace Pprof.Tests.Sampling.Heap;

/// <summary>The reader's side of the ring, on records written by hand.</summary>
public sealed unsafe class AgentRingTests : IDisposable
{
    private const int Size = 512;
    private readonly AgentBoard* _board = (AgentBoard*)NativeMemory.AllocZeroed((nuint)sizeof(AgentBoard));
    private readonly AgentRing _ring;

    public AgentRingTests()
    {
        _board->RingSize = Size;
        _board->Ring = (byte*)NativeMemory.AllocZeroed(Size);
        _ring = new AgentRing(_board);
    }

    public void Dispose()
    {
        NativeMemory.Free(_board->Ring);
        NativeMemory.Free(_board);
    }

    [Fact]
    public void Empty_ring_has_nothing_to_read() => Assert.False(_ring.TryRead(out _));

    [Fact]
    public void Sample_is_read_as_it_was_written()
    {
        Write(0, [0x10, 0x20, 0x30], "System.Byte[]");

        Assert.True(_ring.TryRead(out AgentSample sample));
        Assert.Equal([0x10, 0x20, 0x30], sample.Stack.ToArray());
        Assert.Equal("System.Byte[]", sample.TypeName.ToString());
        Assert.Equal((7, 5_024L, 99L, 0x7000), (sample.ThreadId, sample.Size, sample.Time, sample.Handle));
    }

    [Fact]
    public void Space_is_given_back_zeroed_by_the_next_call_and_not_before()
    {
        uint length = Write(0, [0x10], "A");

        Assert.True(_ring.TryRead(out _));
        Assert.Equal(0ul, _ring.Consumed);
        Assert.False(_ring.TryRead(out _));
        Assert.Equal(length, _ring.Consumed);
        Assert.True(new Span<byte>(_board->Ring, Size).IndexOfAnyExcept((byte)0) < 0);
    }

    [Fact]
    public void Reader_stops_before_a_record_that_is_not_finished_although_later_ones_are()
    {
        uint first = Write(0, [0x10], "A");
        uint second = Write(first, [0x20], "B");
        Write(first + second, [0x30], "C");
        AgentRecord* unfinished = (AgentRecord*)(_board->Ring + first);
        unfinished->Length = 0;

        Assert.True(_ring.TryRead(out _));
        Assert.False(_ring.TryRead(out _));
        Assert.Equal(first, _ring.Consumed);

        unfinished->Length = second;
        Assert.True(_ring.TryRead(out AgentSample sample));
        Assert.Equal("B", sample.TypeName.ToString());
        Assert.True(_ring.TryRead(out sample));
        Assert.Equal("C", sample.TypeName.ToString());
    }

    [Fact]
    public void Space_skipped_at_the_end_is_passed_over()
    {
        _board->Consumed = Size - 16;
        AgentRecord* rest = (AgentRecord*)(_board->Ring + Size - 16);
        rest->Length = 16;
        rest->Kind = 2;
        Write(0, [0x10], "A");

        Assert.True(_ring.TryRead(out AgentSample sample));
        Assert.Equal("A", sample.TypeName.ToString());
        Assert.Equal((ulong)Size, _ring.Consumed);
        Assert.Equal(0u, rest->Length);
    }

    private uint Write(uint at, ReadOnlySpan<ulong> stack, string name)
    {
        AgentRecord* record = (AgentRecord*)(_board->Ring + at);
        *record = new AgentRecord { Kind = AgentRecord.Sample, Frames = (ushort)stack.Length, Name = name.Length, Thread = 7, Size = 5_024, Time = 99, Handle = 0x7000 };
        stack.CopyTo(new Span<ulong>(record + 1, stack.Length));
        name.CopyTo(new Span<char>((ulong*)(record + 1) + stack.Length, name.Length));
        uint length = (uint)((sizeof(AgentRecord) + (8 * stack.Length) + (2 * name.Length) + 7) & ~7);
        record->Length = length;
        return length;
    }
}
