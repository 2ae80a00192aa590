namespace Pprof.Images;

/// <summary>A symbol whose name has not been read.</summary>
/// <param name="Start">Address in the file.</param>
/// <param name="Size">Never 0.</param>
/// <param name="Name">Where the name stands: an address in memory, or an offset in the file.</param>
/// <param name="IsInFile">Which of the two.</param>
internal readonly record struct ElfSymbolReference(ulong Start, ulong Size, ulong Name, bool IsInFile) : IComparable<ElfSymbolReference>
{
    public bool IsAliasOf(in ElfSymbolReference other) => Start == other.Start && Size == other.Size;

    // By start, the outer before the inner, so that a search backwards meets the inner one first.
    public int CompareTo(ElfSymbolReference other)
    {
        int order = Start.CompareTo(other.Start);
        return order != 0 ? order : other.Size.CompareTo(Size);
    }
}
