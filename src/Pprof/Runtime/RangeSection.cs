namespace Pprof.Runtime;

/// <summary>A range of addresses the runtime manages, as it described it at one instant.</summary>
/// <param name="Begin">First address.</param>
/// <param name="Module">The Module of a ready-to-run image, or 0.</param>
/// <param name="HeapList">The node of a code heap, or 0.</param>
/// <param name="Flags">What kind of range; see <see cref="RangeSectionMap"/>.</param>
internal readonly record struct RangeSection(ulong Begin, ulong Module, ulong HeapList, uint Flags)
{
    private const uint Collectible = 1;
    private const uint CodeHeap = 2;
    private const uint RangeList = 4;

    /// <summary>The range, or methods in it, may be freed while the program runs.</summary>
    public bool IsCollectible => (Flags & Collectible) != 0;

    /// <summary>Memory that holds nothing but precode.</summary>
    public bool IsRangeList => Module == 0 && (Flags & RangeList) != 0;

    public bool IsCodeHeap => Module == 0 && (Flags & CodeHeap) != 0 && HeapList != 0;
}
