using Pprof.Images;

namespace Pprof.Runtime.DebugInfo;

/// <summary>Reads the parts that all encodings have, from memory that may vanish. Any thread; does not throw.</summary>
internal static class DebugInfoMemory
{
    /// <summary>The largest generated methods have some 100,000 mappings of 5 bytes.</summary>
    public const uint MostBytes = 1 << 20;

    public static NativeMap? ReadBounds(ulong address, uint size, int sourceBits)
    {
        if (size is 0 or > MostBytes)
            return null;
        byte[] bounds = new byte[size];
        return SafeMemory.TryRead(address, bounds) ? BoundsReader.Read(bounds, sourceBits) : null;
    }

    public static InlineTree? ReadInlining(ulong address, uint size)
    {
        if (size is 0 or > MostBytes)
            return null;
        byte[] tree = new byte[size];
        return SafeMemory.TryRead(address, tree) ? InlineTreeReader.Read(tree) : null;
    }

    /// <summary>How many bytes were read: those asked for, or those up to the end of the page, when it is the last of its heap.</summary>
    public static int ReadUpTo(ulong address, Span<byte> bytes)
    {
        int inPage = (int)Math.Min((ulong)bytes.Length, 4096 - address % 4096);
        return SafeMemory.TryRead(address, bytes) ? bytes.Length
            : SafeMemory.TryRead(address, bytes[..inPage]) ? inPage : 0;
    }
}
