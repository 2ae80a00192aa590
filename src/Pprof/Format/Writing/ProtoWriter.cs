using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Text;

namespace Pprof.Format;

/// <summary>
/// Protocol buffer primitives over a small buffer. The buffer holds one message and is handed to the stream whenever it passes
/// <see cref="ChunkSize"/> between two messages, so memory follows the largest message and never the profile.
/// </summary>
/// <remarks>Runs on the caller's thread; allocates only to grow the buffer; throws only what the stream throws.</remarks>
internal sealed class ProtoWriter(Stream stream)
{
    private const int ChunkSize = 4096;

    // Ten groups of seven bits hold 64 bits.
    private const int MaxVarintBytes = 10;

    private byte[] _buffer = new byte[2 * ChunkSize];
    private int _count;

    public void UInt64(int field, ulong value)
    {
        Tag(field, WireType.Varint);
        Varint(value);
    }

    public void UInt64Opt(int field, ulong value)
    {
        if (value != 0)
        {
            UInt64(field, value);
        }
    }

    public void Int64Opt(int field, long value) => UInt64Opt(field, (ulong)value);

    public void BoolOpt(int field, bool value) => UInt64Opt(field, value ? 1UL : 0UL);

    /// <summary>Every element is written, zeros too. Packing costs a tag and a length, so it pays from three elements on.</summary>
    /// <remarks>
    /// Optimized from its first call: a program often writes one profile in its life, and the runtime would let the loop over all stacks run
    /// unoptimized for a tenth of a second before it compiles it again.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Repeated(int field, ReadOnlySpan<ulong> values)
    {
        if (values.Length <= 2)
        {
            foreach (ulong value in values)
            {
                UInt64(field, value);
            }

            return;
        }

        int start = BeginMessage(field);
        foreach (ulong value in values)
        {
            Varint(value);
        }

        EndMessage(start);
    }

    public void String(int field, string value)
    {
        Tag(field, WireType.LengthDelimited);
        int length = Encoding.UTF8.GetByteCount(value);
        Varint((ulong)length);
        Reserve(length);
        _count += Encoding.UTF8.GetBytes(value, _buffer.AsSpan(_count));
    }

    public void Bytes(int field, ReadOnlySpan<byte> value)
    {
        Tag(field, WireType.LengthDelimited);
        Varint((ulong)value.Length);
        Reserve(value.Length);
        value.CopyTo(_buffer.AsSpan(_count));
        _count += value.Length;
    }

    public void Fixed64(int field, ulong value)
    {
        Tag(field, WireType.Fixed64);
        Reserve(sizeof(ulong));
        BinaryPrimitives.WriteUInt64LittleEndian(_buffer.AsSpan(_count), value);
        _count += sizeof(ulong);
    }

    /// <summary>Opens a nested message and leaves one byte for its length, which is enough for all that are under 128 bytes.</summary>
    /// <returns>What <see cref="EndMessage"/> needs.</returns>
    public int BeginMessage(int field)
    {
        Tag(field, WireType.LengthDelimited);
        Reserve(1);
        return ++_count;
    }

    public void EndMessage(int start)
    {
        int length = _count - start;
        if (length < 0x80)
        {
            _buffer[start - 1] = (byte)length;
            return;
        }

        MakeRoomForLength(start, length);
    }

    /// <summary>To be called between top-level messages only: afterwards lengths can no longer be filled in.</summary>
    public void FlushWhenFull()
    {
        if (_count >= ChunkSize)
        {
            Flush();
        }
    }

    public void Flush()
    {
        stream.Write(_buffer, 0, _count);
        _count = 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Varint(ulong value)
    {
        if (value < 0x80 && _count < _buffer.Length)
        {
            _buffer[_count++] = (byte)value;
            return;
        }

        LongVarint(value);
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private void LongVarint(ulong value)
    {
        Reserve(MaxVarintBytes);
        _count += VarintTo(_buffer.AsSpan(_count), value);
    }

    private static int VarintTo(Span<byte> destination, ulong value)
    {
        int count = 0;
        for (; value >= 0x80; value >>= 7)
        {
            destination[count++] = (byte)(value | 0x80);
        }

        destination[count++] = (byte)value;
        return count;
    }

    private void Tag(int field, WireType type) => Varint(((ulong)field << 3) | (ulong)type);

    /// <summary>Moves the body up by the bytes its length needs beyond the one that <see cref="BeginMessage"/> left.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void MakeRoomForLength(int start, int length)
    {
        Span<byte> prefix = stackalloc byte[MaxVarintBytes];
        int size = VarintTo(prefix, (ulong)length);
        Reserve(size - 1);
        _buffer.AsSpan(start, length).CopyTo(_buffer.AsSpan(start - 1 + size));
        prefix[..size].CopyTo(_buffer.AsSpan(start - 1));
        _count += size - 1;
    }

    private void Reserve(int bytes)
    {
        if (_buffer.Length - _count < bytes)
        {
            Array.Resize(ref _buffer, Math.Max(2 * _buffer.Length, checked(_count + bytes)));
        }
    }
}
