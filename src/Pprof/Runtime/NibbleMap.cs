using Pprof.Images;

namespace Pprof.Runtime;

/// <summary>
/// From an address in a code heap to the first instruction of the method around it. The heap is cut into 32-byte buckets,
/// eight to a unit of the map (256 bytes of code, one 32-bit word). A word is one of
/// <list type="bullet">
/// <item>eight nibbles, first bucket on top: 0 = no method begins here, n = one begins (n - 1) * 4 bytes into the bucket;</item>
/// <item>a pointer, when its lowest nibble is above 8: the whole unit lies inside a method that begins at
/// <c>heap + (word without that nibble) + (nibble - 9) * 4</c>.</item>
/// </list>
/// So at most two words are read. Any thread; neither allocates nor throws.
/// </summary>
internal static class NibbleMap
{
    private const int BytesPerUnit = 256;
    private const int BytesPerBucket = 32;

    /// <summary>Address of the method's first instruction, or 0.</summary>
    public static ulong FindMethodStart(ulong heapBase, ulong map, ulong address)
    {
        ulong offset = address - heapBase;
        ulong unit = offset / BytesPerUnit;
        if (!TryReadUnit(map, unit, out uint word))
            return 0;
        if (IsPointer(word))
            return heapBase + PointedOffset(word);
        if (TryFindInUnit(word, (int)(offset % BytesPerUnit / BytesPerBucket), (int)(offset % BytesPerBucket), out uint start))
            return heapBase + unit * BytesPerUnit + start;
        return unit == 0 ? 0 : FindInPreviousUnit(heapBase, map, unit - 1);
    }

    private static ulong FindInPreviousUnit(ulong heapBase, ulong map, ulong unit)
    {
        if (!TryReadUnit(map, unit, out uint word))
            return 0;
        if (IsPointer(word))
            return heapBase + PointedOffset(word);
        return TryFindInUnit(word, BytesPerUnit / BytesPerBucket - 1, BytesPerBucket, out uint start)
            ? heapBase + unit * BytesPerUnit + start
            : 0;
    }

    // The last method start at or before the given place of the unit.
    private static bool TryFindInUnit(uint word, int bucket, int offsetInBucket, out uint start)
    {
        for (int b = bucket; b >= 0; b--)
        {
            uint nibble = (word >> (28 - 4 * b)) & 15;
            start = (uint)(b * BytesPerBucket) + (nibble - 1) * 4;
            if (nibble != 0 && (b < bucket || (nibble - 1) * 4 <= offsetInBucket))
                return true;
        }

        start = 0;
        return false;
    }

    private static bool TryReadUnit(ulong map, ulong unit, out uint word) => SafeMemory.TryRead(map + unit * sizeof(uint), out word);

    private static bool IsPointer(uint word) => (word & 15) > 8;

    private static ulong PointedOffset(uint word) => (word & ~15U) + ((word & 15) - 9) * 4;
}
