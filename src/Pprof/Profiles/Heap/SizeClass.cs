using System.Numerics;

namespace Pprof.Profiles.Heap;

/// <summary>
/// Sizes that are counted together, so that strings of a thousand lengths from one place are some dozen entries. Objects are multiples of eight
/// bytes: below 1 KiB each such size is a class of its own; above, sixteen classes for each doubling, so that sizes of one class differ by at
/// most 1/16. Estimates do not depend on classes: each sample has the weight of its own size.
/// </summary>
internal static class SizeClass
{
    private const int Exact = 1024;
    private const int Log2OfExact = 10;
    private const int Log2OfParts = 4;

    public static int Of(long size)
    {
        if (size < Exact)
        {
            return (int)(Math.Max(size, 0) / 8);
        }

        int octave = BitOperations.Log2((ulong)size);
        int part = (int)(size >> (octave - Log2OfParts)) & ((1 << Log2OfParts) - 1);
        return (Exact / 8) + ((octave - Log2OfExact) << Log2OfParts) + part;
    }

    /// <summary>
    /// The smallest size of a class, in bytes. Of all numbers that could stand for a class it is the one that no later allocation changes: what is
    /// called by it stays the same record from one profile to the next, and can be subtracted.
    /// </summary>
    public static long LowerBound(int sizeClass)
    {
        if (sizeClass < Exact / 8)
        {
            return sizeClass * 8L;
        }

        int above = sizeClass - (Exact / 8);
        int octave = (above >> Log2OfParts) + Log2OfExact;
        long part = above & ((1 << Log2OfParts) - 1);
        return (1L << octave) + (part << (octave - Log2OfParts));
    }
}
