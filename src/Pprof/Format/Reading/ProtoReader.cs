using System.Diagnostics.CodeAnalysis;

namespace Pprof.Format;

/// <summary>
/// Walks the fields of one message. Every length is checked against the bytes that are there; anything wrong becomes a
/// <see cref="ProfileFormatException"/> with the message, the field and the offset in the uncompressed file.
/// </summary>
internal ref struct ProtoReader(string message, ReadOnlySpan<byte> data, int offset)
{
    private const int MaxVarintBytes = 10;

    private readonly ReadOnlySpan<byte> _data = data;
    private int _position;
    private int _fieldStart;
    private WireType _type;

    /// <summary>Number of the field that <see cref="Next"/> found.</summary>
    public int Field { get; private set; }

    /// <summary>Goes to the next field. Its content must then be read or skipped.</summary>
    public bool Next()
    {
        if (_position == _data.Length)
        {
            return false;
        }

        _fieldStart = _position;
        ulong tag = Varint();
        Field = tag >> 3 <= int.MaxValue ? (int)(tag >> 3) : 0;
        _type = (WireType)(tag & 7);
        if (Field == 0)
        {
            throw Error("this is no field number");
        }

        return true;
    }

    public ulong UInt64()
    {
        Expect(WireType.Varint);
        return Varint();
    }

    public long Int64() => (long)UInt64();

    public bool Bool() => UInt64() != 0;

    /// <summary>Reads one element, or a packed run of them: writers may use both, mixed.</summary>
    public void AppendTo(List<ulong> values, ReadBudget budget)
    {
        if (_type != WireType.LengthDelimited)
        {
            budget.Charge(ReadBudget.Element);
            budget.ChargeGrowth(values.Count, values.Capacity);
            values.Add(UInt64());
            return;
        }

        Bytes(out int start);
        int end = _position;
        for (_position = start; _position < end;)
        {
            budget.Charge(ReadBudget.Element);
            budget.ChargeGrowth(values.Count, values.Capacity);
            values.Add(Varint());
        }

        if (_position != end)
        {
            throw Error("the last number of the list goes beyond its end");
        }
    }

    public ReadOnlySpan<byte> Bytes(out int start)
    {
        Expect(WireType.LengthDelimited);
        ulong length = Varint();
        if (length > (ulong)(_data.Length - _position))
        {
            throw Error($"{length} bytes are announced and {_data.Length - _position} are left");
        }

        start = _position;
        _position += (int)length;
        return _data.Slice(start, (int)length);
    }

    public ProtoReader Message(string name)
    {
        ReadOnlySpan<byte> content = Bytes(out int start);
        return new ProtoReader(name, content, offset + start);
    }

    public void Skip()
    {
        switch (_type)
        {
            case WireType.Varint:
                Varint();
                break;
            case WireType.LengthDelimited:
                Bytes(out _);
                break;
            case WireType.Fixed64:
                Advance(sizeof(ulong));
                break;
            case WireType.Fixed32:
                Advance(sizeof(uint));
                break;
            default:
                throw Error($"wire type {(int)_type} is unknown");
        }
    }

    public readonly ProfileFormatException Error(string what) =>
        new($"Not a valid profile: {message}, field {Field} at byte {offset + _fieldStart}: {what}.");

    private void Advance(int bytes)
    {
        if (_data.Length - _position < bytes)
        {
            throw Error($"{bytes} bytes are needed and {_data.Length - _position} are left");
        }

        _position += bytes;
    }

    private ulong Varint()
    {
        if (_position < _data.Length && _data[_position] < 0x80)
        {
            return _data[_position++];
        }

        return LongVarint();
    }

    /// <summary>Bits beyond the 64th are dropped, as every protocol buffer reader does.</summary>
    private ulong LongVarint()
    {
        ulong value = 0;
        for (int i = 0; i < MaxVarintBytes; i++)
        {
            if (_position == _data.Length)
            {
                throw Error("the data end within a number");
            }

            byte next = _data[_position++];
            value |= (ulong)(next & 0x7f) << (7 * i);
            if (next < 0x80)
            {
                return value;
            }
        }

        throw Error($"a number is longer than {MaxVarintBytes} bytes");
    }

    private readonly void Expect(WireType type)
    {
        if (_type != type)
        {
            ThrowWireType(type);
        }
    }

    [DoesNotReturn]
    private readonly void ThrowWireType(WireType expected) =>
        throw Error($"wire type {(int)_type} where {(int)expected} is expected");
}
