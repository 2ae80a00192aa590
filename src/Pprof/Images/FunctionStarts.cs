namespace Pprof.Images;

/// <summary>
/// Where the functions of an image begin, from the sorted table that linkers put before <c>.eh_frame</c>. Immutable. One copy of
/// 68 KB for libcoreclr's 17,000 functions.
/// </summary>
internal sealed class FunctionStarts
{
    private const int HeadBytes = 12;
    private const uint UsualHead = 0x3b031b01;
    private const int MostFunctions = 1 << 20;

    private readonly ulong _base;
    private readonly int[] _offsets;

    private FunctionStarts(ulong start, int[] offsets) => (_base, _offsets) = (start, offsets);

    public int Count => _offsets.Length;

    /// <summary>Null when the image has no such table, or one in a form that no linker writes.</summary>
    public static FunctionStarts? TryRead(ElfImage image)
    {
        // u8 version 1, encodings 1b, 03, 3b; i32 .eh_frame; u32 count; {i32 code, i32 description}[count] from the table's start.
        if (!image.TryFindSegment(ElfProgramHeader.GnuEhFrame, out ulong table, out ulong size)
            || !image.Memory.TryRead(table, out uint head) || head != UsualHead
            || !image.Memory.TryRead(table + 8, out uint count) || HeadBytes + (count * 8UL) > size)
        {
            return null;
        }

        return image.Memory.TryReadArray<(int Code, int Description)>(table + HeadBytes, count, MostFunctions) is { } entries
            ? new FunctionStarts(table, Array.ConvertAll(entries, entry => entry.Code))
            : null;
    }

    /// <summary>Start of the last function at or below an address of the image; 0 when there is none.</summary>
    public ulong Find(ulong address)
    {
        int index = Array.BinarySearch(_offsets, (int)(address - _base));
        index = index >= 0 ? index : ~index - 1;
        return index >= 0 ? At(index) : 0;
    }

    public bool IsStart(ulong address) => Array.BinarySearch(_offsets, (int)(address - _base)) >= 0;

    public ulong At(int index) => _base + (ulong)_offsets[index];
}
