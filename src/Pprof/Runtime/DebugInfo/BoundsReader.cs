namespace Pprof.Runtime.DebugInfo;

/// <summary>
/// Decodes the part of a method's debug information that maps native to IL offsets. Three nibble-coded numbers (entries, bits of a native
/// delta less one, bits of an IL offset less one), then from the next byte on the entries as bit fields, lowest bit first:
/// <code>
/// | 2 bits: call instruction, stack empty | native offset less the previous one | IL offset + 3 |
/// </code>
/// </summary>
internal static class BoundsReader
{
    private const int SourceBits = 2;

    // IL offsets are stored with the three special values below zero moved up.
    private const int ILBias = 3;

    /// <summary>
    /// Null unless the entries fill <paramref name="bounds"/> and what is left is zero: that is how another encoding shows. Bodies whose entries
    /// all stand at offset 0 come with 32 bytes too many.
    /// </summary>
    public static NativeMap? Read(ReadOnlySpan<byte> bounds)
    {
        NibbleReader head = new(bounds);
        if (!head.TryRead(out uint count) || !head.TryRead(out uint deltaBits) || !head.TryRead(out uint ilBits)
            || count == 0)
        {
            return null;
        }

        // A body of one instruction has no deltas: zero bits, less one, wraps around.
        (deltaBits, ilBits) = (unchecked(deltaBits + 1), unchecked(ilBits + 1));
        if (deltaBits > 32 || ilBits > 32)
        {
            return null;
        }

        ReadOnlySpan<byte> entries = bounds[Math.Min(head.NextByte, bounds.Length)..];
        ulong bytes = (((ulong)count * (SourceBits + deltaBits + ilBits)) + 7) / 8;
        bool isFilled = bytes <= (ulong)entries.Length && entries[(int)bytes..].IndexOfAnyExcept((byte)0) < 0;
        return isFilled ? ReadEntries(entries, (int)count, (int)deltaBits, (int)ilBits) : null;
    }

    private static NativeMap ReadEntries(ReadOnlySpan<byte> entries, int count, int deltaBits, int ilBits)
    {
        uint[] native = new uint[count];
        int[] il = new int[count];
        uint offset = 0;
        int position = 0;
        for (int i = 0; i < count; i++)
        {
            position += SourceBits;
            native[i] = offset += Bits(entries, ref position, deltaBits);
            il[i] = (int)Bits(entries, ref position, ilBits) - ILBias;
        }

        return new NativeMap(native, il);
    }

    private static uint Bits(ReadOnlySpan<byte> bytes, ref int position, int count)
    {
        ulong value = 0;
        for (int i = 0; i < count; i++, position++)
        {
            value |= (ulong)((bytes[position / 8] >> (position % 8)) & 1) << i;
        }

        return (uint)value;
    }
}
