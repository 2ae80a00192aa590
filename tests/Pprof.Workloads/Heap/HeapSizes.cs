namespace Pprof.Workloads.Heap;

/// <summary>Bytes of an object in the heap of a 64-bit runtime: header, type, contents, rounded up to 8.</summary>
internal static class HeapSizes
{
    /// <summary>Header, type, length.</summary>
    public static long Array(long length, int element) => Round(24 + (length * element));

    /// <summary>Header, type, length of 4 bytes, characters and their zero.</summary>
    public static long String(long length) => Round(22 + (2 * length));

    /// <summary>Header, type, fields.</summary>
    public static long Fields(int bytes) => Round(Math.Max(24, 16 + bytes));

    private static long Round(long size) => (size + 7) & ~7;
}
