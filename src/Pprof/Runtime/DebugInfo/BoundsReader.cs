namespace Pprof.Runtime.DebugInfo;

/// <summary>
/// Decodes the part of a method's debug information that maps native to IL offsets. Three nibble-coded numbers (entries, bits of a native
/// delta less one, bits of an IL offset less one), then from the next byte on the entries as bit fields, lowest bit first:
/// <code>
/// | source: 2 bits on .NET 10, 3 on .NET 11 | native offset less the previous one | IL offset + 3 |
/// </code>
/// </summary>
internal static class BoundsReader
{
    // IL offsets are stored with the three special values below zero moved up.
    private const int ILBias = 3;

    /// <summary>
    /// Null unless the entries fill <paramref name="bounds"/> and what is left is zero: that is how another encoding shows. Bodies whose entries
    /// all stand at offset 0 come with 32 bytes too many.
    /// </summary>
    /// <param name="bounds">All of them.</param>
    /// <param name="sourceBits">How many bits of an entry say what kind of place it is.</param>
    public static NativeMap? Read(ReadOnlySpan<byte> bounds, int sourceBits)
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
        ulong bytes = (((ulong)count * ((uint)sourceBits + deltaBits + ilBits)) + 7) / 8;
        bool isFilled = bytes <= (ulong)entries.Length && entries[(int)bytes..].IndexOfAnyExcept((byte)0) < 0;
        return isFilled ? ReadEntries(entries, (int)count, (sourceBits, (int)deltaBits, (int)ilBits)) : null;
    }

    private static NativeMap ReadEntries(ReadOnlySpan<byte> entries, int count, (int Source, int Delta, int IL) bits)
    {
        uint[] native = new uint[count];
        int[] il = new int[count];
        uint offset = 0;
        int position = 0;
        for (int i = 0; i < count; i++)
        {
            position += bits.Source;
            native[i] = offset += Bits(entries, ref position, bits.Delta);
            il[i] = (int)Bits(entries, ref position, bits.IL) - ILBias;
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
