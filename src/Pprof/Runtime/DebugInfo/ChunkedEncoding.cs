namespace Pprof.Runtime.DebugInfo;

/// <summary>
/// The debug information the JIT leaves for one body, as .NET 11 lays it out (the runtime's
/// <c>docs/design/datacontracts/DebugInfo.md</c>):
/// <code>
/// nibbles: size of bounds, size of variables
/// or:      0, then the sizes of bounds, variables, plain bounds, patchpoints, inlining, async suspensions
/// bounds · whatever else has a size, in that order
/// </code>
/// Any thread; reads memory that may vanish, so every step may answer null.
/// </summary>
internal sealed class ChunkedEncoding : IDebugInfoEncoding
{
    // 0 says that sizes of all six chunks follow.
    private const int MostHeadBytes = (7 * NibbleReader.MostNibbles + 1) / 2;
    private const int ChunksBehindBounds = 5;
    private const int InliningChunk = 4;

    // Call instruction, stack empty, async.
    private const int SourceBits = 3;

    public NativeMap? Read(ulong address, bool isInImage)
    {
        Span<byte> head = stackalloc byte[MostHeadBytes];
        NibbleReader reader = new(head[..DebugInfoMemory.ReadUpTo(address, head)]);
        return TryReadSizes(ref reader, out uint bounds)
            ? DebugInfoMemory.ReadBounds(address + (ulong)reader.NextByte, bounds, SourceBits) : null;
    }

    public InlineTree? ReadInlining(ulong address)
    {
        Span<byte> head = stackalloc byte[MostHeadBytes];
        NibbleReader reader = new(head[..DebugInfoMemory.ReadUpTo(address, head)]);
        if (!reader.TryRead(out uint mark) || mark != 0)
            return null;
        ulong before = 0;
        for (int i = 0; i < InliningChunk; i++)
        {
            if (!reader.TryRead(out uint size))
                return null;
            before += size;
        }

        return reader.TryRead(out uint inlining) && TrySkip(ref reader, 1)
            ? DebugInfoMemory.ReadInlining(address + (ulong)reader.NextByte + before, inlining) : null;
    }

    private static bool TryReadSizes(ref NibbleReader reader, out uint bounds)
    {
        if (!reader.TryRead(out bounds))
            return false;
        return bounds != 0 ? reader.TryRead(out _) : reader.TryRead(out bounds) && TrySkip(ref reader, ChunksBehindBounds);
    }

    private static bool TrySkip(ref NibbleReader reader, int count)
    {
        bool isRead = true;
        for (int i = 0; i < count; i++)
            isRead &= reader.TryRead(out _);
        return isRead;
    }
}
