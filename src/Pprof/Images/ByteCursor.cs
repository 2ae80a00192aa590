using System.Buffers.Binary;

namespace Pprof.Images;

/// <summary>
/// Reads a record of an ELF image front to back. Images are data that a linker, a packer or an accident wrote: reading past
/// the end, or a number that never ends, breaks the cursor, which then yields zeros; the caller asks once, at the end.
/// </summary>
internal ref struct ByteCursor(ReadOnlySpan<byte> data, int position = 0)
{
    private readonly ReadOnlySpan<byte> _data = data;

    public int Position { get; private set; } = position;

    public bool IsBroken { get; private set; }

    public readonly bool IsAtEnd => IsBroken || Position >= _data.Length;

    public byte Byte() => Bytes(1) is [byte value] ? value : (byte)0;

    public ushort UInt16() => Bytes(2) is { Length: 2 } bytes ? BinaryPrimitives.ReadUInt16LittleEndian(bytes) : (ushort)0;

    public uint UInt32() => Bytes(4) is { Length: 4 } bytes ? BinaryPrimitives.ReadUInt32LittleEndian(bytes) : 0;

    public ulong UInt64() => Bytes(8) is { Length: 8 } bytes ? BinaryPrimitives.ReadUInt64LittleEndian(bytes) : 0;

    /// <summary>An unsigned LEB128 number: seven bits a byte, lowest first, the top bit says that more follow.</summary>
    public ulong Unsigned() => Leb128(out _, out _);

    /// <summary>A signed LEB128 number: bit 6 of its last byte is the sign.</summary>
    public long Signed()
    {
        ulong value = Leb128(out int shift, out byte last);
        bool negative = (last & 0x40) != 0 && shift < 64;
        return (long)(negative ? value | (ulong.MaxValue << shift) : value);
    }

    /// <summary>The next bytes; none, and a broken cursor, when there are not that many.</summary>
    public ReadOnlySpan<byte> Bytes(ulong count)
    {
        if (IsBroken || count > (ulong)(_data.Length - Position))
        {
            IsBroken = true;
            return [];
        }

        ReadOnlySpan<byte> bytes = _data.Slice(Position, (int)count);
        Position += (int)count;
        return bytes;
    }

    /// <summary>The bytes up to a zero, which is passed over.</summary>
    public ReadOnlySpan<byte> ZeroTerminated()
    {
        int length = IsBroken ? -1 : _data[Position..].IndexOf((byte)0);
        ReadOnlySpan<byte> bytes = Bytes(length < 0 ? ulong.MaxValue : (ulong)length);
        Bytes(1);
        return bytes;
    }

    /// <summary>Goes forward or back, within the data.</summary>
    public void Skip(long distance)
    {
        long target = Position + distance;
        IsBroken |= target < 0 || target > _data.Length;
        Position = IsBroken ? Position : (int)target;
    }

    // A broken cursor yields zero bytes, which end the number.
    private ulong Leb128(out int shift, out byte last)
    {
        ulong value = 0;
        shift = 0;
        do
        {
            last = Byte();
            value |= shift < 64 ? (ulong)(last & 0x7f) << shift : 0;
            shift += 7;
        }
        while ((last & 0x80) != 0);

        return value;
    }
}
