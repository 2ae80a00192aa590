namespace Pprof.Images;

/// <summary>The two places where an image keeps symbols.</summary>
internal static class ElfSymbolTables
{
    // 24 bytes each: 48 MB for the largest table read. The largest known to us (a browser's) has about a million.
    private const int MostSymbols = 2_000_000;

    /// <summary>What the dynamic loader uses, in memory: exported functions only.</summary>
    public static void AddDynamic(ElfImage image, List<ElfSymbolReference> references)
    {
        ElfDynamic dynamic = ElfDynamic.Read(image);
        uint count = dynamic.CountSymbols(image.Memory);
        ElfSymbolEntry[]? entries = image.ContainsRange(dynamic.SymbolTable, count * 24UL)
            ? image.Memory.TryReadArray<ElfSymbolEntry>(dynamic.SymbolTable, count, MostSymbols)
            : null;
        Add(entries, dynamic.StringTable, isInFile: false, references);
    }

    /// <summary>What <c>strip</c> removes: every function, the static ones included.</summary>
    public static void AddFromFile(ElfFile? file, List<ElfSymbolReference> references)
    {
        if (file?.Find(ElfSectionHeader.SymbolTable) is { } table && file.At(table.Link) is { } names)
        {
            Add(file.Reader.TryReadArray<ElfSymbolEntry>(table.Offset, table.Size / 24, MostSymbols), names.Offset, isInFile: true, references);
        }
    }

    private static void Add(ElfSymbolEntry[]? entries, ulong names, bool isInFile, List<ElfSymbolReference> references)
    {
        foreach (ElfSymbolEntry entry in entries ?? [])
        {
            if (entry.IsSizedCode)
            {
                references.Add(new ElfSymbolReference(entry.Value, entry.Size, names + entry.Name, isInFile));
            }
        }
    }
}
