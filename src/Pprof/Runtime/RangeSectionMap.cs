using Pprof.Images;

namespace Pprof.Runtime;

/// <summary>
/// The runtime's map from an address to the range that holds it: five levels of 256 pointers, indexed by eight bits each
/// of the address (bits 49, 41, 33, 25 and 17 up), then a list of fragments of one 128 KiB piece. Bit 0 of every pointer
/// is the runtime's own mark for collectible ranges. Any thread; neither allocates nor throws; the runtime changes the
/// map meanwhile, so every pointer is read fault-proof and every loop is bounded.
/// </summary>
internal sealed class RangeSectionMap(CodeLayout layout)
{
    private const int TopShift = 49;
    private const int BottomShift = 17;
    private const int BitsPerLevel = 8;

    // Fragments of one piece: a code heap is at least 64 KiB, so more than a few means that the list was torn while read.
    private const int MostFragments = 64;

    public bool TryFind(ulong address, out RangeSection section)
    {
        section = default;
        ulong fragment = FindFragments(address);
        Span<byte> buffer = stackalloc byte[layout.Fragment.Length];
        for (int i = 0; i < MostFragments && RuntimeRecord.TryRead(fragment, buffer, out RuntimeRecord record); i++)
        {
            if (address >= record.Pointer(layout.Fragment.Begin) && address < record.Pointer(layout.Fragment.EndOpen))
                return TryReadSection(record.Pointer(layout.Fragment.Section), address, out section);
            fragment = WithoutMark(record.Pointer(layout.Fragment.Next));
        }

        return false;
    }

    private ulong FindFragments(ulong address)
    {
        ulong level = layout.TopLevel;
        for (int shift = TopShift; shift >= BottomShift; shift -= BitsPerLevel)
        {
            ulong slot = level + ((address >> shift) & 0xff) * sizeof(ulong);
            if (!SafeMemory.TryRead(slot, out ulong next))
                return 0;
            level = WithoutMark(next);
            if (level == 0)
                return 0;
        }

        return level;
    }

    private bool TryReadSection(ulong at, ulong address, out RangeSection section)
    {
        section = default;
        CodeLayout.SectionLayout fields = layout.Section;
        if (!RuntimeRecord.TryRead(WithoutMark(at), stackalloc byte[fields.Length], out RuntimeRecord record))
            return false;
        ulong begin = record.Pointer(fields.Begin);
        if (address < begin || address >= record.Pointer(fields.EndOpen))
            return false;
        section = new RangeSection(begin, record.Pointer(fields.Module), record.Pointer(fields.HeapList), record.UInt32(fields.Flags));
        return true;
    }

    private static ulong WithoutMark(ulong pointer) => pointer & ~1UL;
}
