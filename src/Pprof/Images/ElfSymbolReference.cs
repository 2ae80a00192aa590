namespace Pprof.Images;

/// <summary>A symbol whose name has not been read.</summary>
/// <param name="Start">Address in the file.</param>
/// <param name="Size">Never 0.</param>
/// <param name="Name">Where the name stands: an address in memory, or an offset in the file.</param>
/// <param name="IsInFile">Which of the two.</param>
/// <param name="Rank">Of symbols for the same code, the lowest is shown.</param>
internal readonly record struct ElfSymbolReference(ulong Start, ulong Size, ulong Name, bool IsInFile, int Rank)
    : IComparable<ElfSymbolReference>
{
    /// <summary>Global before weak before local: the exported name is the one its callers know.</summary>
    public static int RankOf(in ElfSymbolEntry entry) => entry.Binding switch { 1 => 0, 2 => 1, _ => 2 };

    // By start, the outer before the inner, so that a search backwards meets the inner one first.
    public int CompareTo(ElfSymbolReference other)
    {
        int order = Start.CompareTo(other.Start);
        order = order != 0 ? order : other.Size.CompareTo(Size);
        order = order != 0 ? order : Rank.CompareTo(other.Rank);
        order = order != 0 ? order : IsInFile.CompareTo(other.IsInFile);
        return order != 0 ? order : Name.CompareTo(other.Name);
    }
}
