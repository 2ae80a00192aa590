namespace Pprof.Runtime.DebugInfo;

/// <summary>
/// Numbers of variable length as the JIT's debug information stores them: three bits in each nibble, most significant group first,
/// the fourth bit set when another nibble follows; the low nibble of a byte comes before the high one. So 9 is the byte 0x19.
/// </summary>
internal ref struct NibbleReader(ReadOnlySpan<byte> bytes)
{
    /// <summary>Of a number of 32 bits.</summary>
    public const int MostNibbles = 11;

    private readonly ReadOnlySpan<byte> _bytes = bytes;
    private int _position;

    /// <summary>The first byte of which no nibble has been read: the writer fills up a begun byte.</summary>
    public readonly int NextByte => (_position + 1) / 2;

    /// <summary>False at the end of the bytes, or when the number has more than 32 bits.</summary>
    public bool TryRead(out uint value)
    {
        ulong bits = 0;
        bool more = true;
        while (more && bits <= uint.MaxValue >> 3 && _position < _bytes.Length * 2)
        {
            int nibble = (_bytes[_position / 2] >> (_position % 2 * 4)) & 15;
            _position++;
            bits = (bits << 3) | (uint)(nibble & 7);
            more = (nibble & 8) != 0;
        }

        value = (uint)bits;
        return !more;
    }

    /// <summary>A number of so many whole nibbles, the lowest first.</summary>
    public bool TryReadRaw(int nibbles, out ulong value)
    {
        value = 0;
        for (int i = 0; i < nibbles; i++, _position++)
        {
            if (_position >= _bytes.Length * 2)
            {
                return false;
            }

            value |= (ulong)((_bytes[_position / 2] >> (_position % 2 * 4)) & 15) << (4 * i);
        }

        return true;
    }
}
