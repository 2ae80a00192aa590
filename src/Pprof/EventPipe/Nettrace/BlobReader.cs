using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Pprof.EventPipe.Nettrace;

/// <summary>Reads fields one after another; running over the end is a <see cref="NettraceFormatException"/>, never a wild read.</summary>
internal ref struct BlobReader(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> _rest = bytes;

    public readonly bool IsEmpty => _rest.IsEmpty;

    public byte ReadByte() => Take(1)[0];

    public ushort ReadUInt16() => BinaryPrimitives.ReadUInt16LittleEndian(Take(sizeof(ushort)));

    public int ReadInt32() => BinaryPrimitives.ReadInt32LittleEndian(Take(sizeof(int)));

    public uint ReadUInt32() => BinaryPrimitives.ReadUInt32LittleEndian(Take(sizeof(uint)));

    public long ReadInt64() => BinaryPrimitives.ReadInt64LittleEndian(Take(sizeof(long)));

    public ulong ReadUInt64() => BinaryPrimitives.ReadUInt64LittleEndian(Take(sizeof(ulong)));

    public Guid ReadGuid() => new(Take(16));

    /// <summary>Seven bits a byte, least significant first.</summary>
    public ulong ReadVarUInt64()
    {
        ulong value = 0;
        for (int shift = 0; shift < 64; shift += 7)
        {
            byte next = ReadByte();
            value |= (ulong)(next & 0x7f) << shift;
            if (next < 0x80)
            {
                return value;
            }
        }

        throw new NettraceFormatException("A number of variable length has more than ten bytes.");
    }

    public uint ReadVarUInt32() => (uint)ReadVarUInt64();

    /// <summary>UTF-16 up to a zero.</summary>
    public string ReadString()
    {
        ReadOnlySpan<char> text = MemoryMarshal.Cast<byte, char>(_rest);
        int length = text.IndexOf('\0');
        if (length < 0)
        {
            throw new NettraceFormatException("A string has no end.");
        }

        Take((length + 1) * sizeof(char));
        return text[..length].ToString();
    }

    public ReadOnlySpan<byte> Take(int count)
    {
        if ((uint)count > (uint)_rest.Length)
        {
            throw new NettraceFormatException($"A field of {count} bytes is announced where {_rest.Length} are left.");
        }

        ReadOnlySpan<byte> taken = _rest[..count];
        _rest = _rest[count..];
        return taken;
    }

    public ReadOnlySpan<byte> TakeRest() => Take(_rest.Length);
}
