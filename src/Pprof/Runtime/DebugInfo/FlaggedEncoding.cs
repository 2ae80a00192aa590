using System.Buffers.Binary;
using Pprof.Images;

namespace Pprof.Runtime.DebugInfo;

/// <summary>
/// The debug information the JIT leaves for one body, as .NET 10 lays it out (the runtime's <c>debuginfostore.cpp</c>):
/// <code>
/// u8 flags
/// [flag 1: locals of the unoptimized body, for on-stack replacement: 40 bytes, of which a u32 at 16 counts the u32s that follow]
/// [flag 2: u32 size, that many bytes of inlining information]
/// nibbles: size of bounds (or 0xffffffff, size of bounds, size of plain bounds), size of variables
/// bounds · plain bounds · variables
/// </code>
/// Any thread; reads memory that may vanish, so every step may answer null.
/// </summary>
internal sealed class FlaggedEncoding : IDebugInfoEncoding
{
    private const byte HasPatchpoints = 1;
    private const byte HasInlining = 2;
    private const int PatchpointHead = 40;
    private const int PatchpointLocalCount = 16;
    private const uint HasPlainBounds = 0xffff_ffff;

    // Four numbers.
    private const int MostHeadBytes = 4 * NibbleReader.MostNibbles / 2;

    private const int SourceBits = 2;

    public NativeMap? Read(ulong address, bool isInImage)
    {
        if (isInImage)
        {
            // Neither flags nor what they announce.
            return ReadBounds(address);
        }

        if (!SafeMemory.TryRead(address, out byte flags) || flags > (HasPatchpoints | HasInlining))
        {
            return null;
        }

        ulong next = address + 1;
        bool ok = ((flags & HasPatchpoints) == 0 || TrySkip(ref next, PatchpointLocalCount, PatchpointHead, sizeof(uint)))
            && ((flags & HasInlining) == 0 || TrySkip(ref next, 0, sizeof(uint), 1));
        return ok ? ReadBounds(next) : null;
    }

    public InlineTree? ReadInlining(ulong address)
    {
        if (!SafeMemory.TryRead(address, out byte flags) || flags is not (HasInlining or (HasPatchpoints | HasInlining)))
        {
            return null;
        }

        ulong next = address + 1;
        bool ok = (flags & HasPatchpoints) == 0 || TrySkip(ref next, PatchpointLocalCount, PatchpointHead, sizeof(uint));
        return ok && SafeMemory.TryRead(next, out uint size) ? DebugInfoMemory.ReadInlining(next + sizeof(uint), size) : null;
    }

    // A structure of headSize bytes with a count at countOffset, followed by that many units.
    private static bool TrySkip(ref ulong address, int countOffset, int headSize, uint unit)
    {
        if (!SafeMemory.TryRead(address + (ulong)countOffset, out uint count) || count > DebugInfoMemory.MostBytes)
        {
            return false;
        }

        address += (ulong)headSize + count * unit;
        return true;
    }

    private static NativeMap? ReadBounds(ulong address)
    {
        Span<byte> head = stackalloc byte[MostHeadBytes];
        NibbleReader reader = new(head[..DebugInfoMemory.ReadUpTo(address, head)]);
        if (!reader.TryRead(out uint size) || (size == HasPlainBounds && (!reader.TryRead(out size) || !reader.TryRead(out _)))
            || !reader.TryRead(out _))
        {
            return null;
        }

        return DebugInfoMemory.ReadBounds(address + (ulong)reader.NextByte, size, SourceBits);
    }
}
