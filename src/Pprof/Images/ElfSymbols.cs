namespace Pprof.Images;

/// <summary>
/// The symbols of an image that have an extent, sorted by address: <c>.dynsym</c> from memory and <c>.symtab</c> from the
/// file, if it is still there and was not stripped. Names are read when asked for: a table may hold a hundred thousand.
/// </summary>
internal sealed class ElfSymbols
{
    // A symbol inside another one (a local label with a size, an alias of a part) hides the outer one from a plain search.
    private const int MostNested = 16;

    private readonly ElfImage _image;
    private readonly ElfSymbolReference[] _references;
    private readonly Dictionary<int, ElfSymbol> _named = [];

    private ElfSymbols(ElfImage image, ElfSymbolReference[] references)
    {
        _image = image;
        _references = references;
    }

    public int Count => _references.Length;

    public static ElfSymbols Read(ElfImage image)
    {
        List<ElfSymbolReference> references = [];
        ElfSymbolTables.AddDynamic(image, references);
        using (ElfFile? file = ElfFile.TryOpen(image))
        {
            ElfSymbolTables.AddFromFile(file, references);
        }

        references.Sort();
        return new ElfSymbols(image, WithoutAliases(references));
    }

    /// <summary>The innermost symbol whose extent holds the address, or null. Never the nearest one below it.</summary>
    public ElfSymbol? Find(ulong address)
    {
        ulong relative = address - _image.Bias;
        int last = LastNotAfter(relative);
        for (int i = last; i >= 0 && i > last - MostNested; i--)
        {
            if (relative - _references[i].Start < _references[i].Size)
            {
                return Named(i);
            }
        }

        return null;
    }

    public IEnumerable<ElfSymbol> All() => Enumerable.Range(0, _references.Length).Select(Named);

    private int LastNotAfter(ulong relative)
    {
        int low = 0;
        int high = _references.Length;
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            (low, high) = _references[middle].Start <= relative ? (middle + 1, high) : (low, middle);
        }

        return low - 1;
    }

    private ElfSymbol Named(int index)
    {
        if (!_named.TryGetValue(index, out ElfSymbol? symbol))
        {
            ElfSymbolReference reference = _references[index];
            string name = reference.IsInFile ? NameInFile(reference.Name) : _image.Memory.ReadName(reference.Name);
            symbol = new ElfSymbol(reference.Start, reference.Size, WithoutVersion(name));
            _named.Add(index, symbol);
        }

        return symbol;
    }

    private string NameInFile(ulong offset)
    {
        using FileReader? file = FileReader.TryOpen(_image.Path);
        return file?.ReadName(offset) ?? "";
    }

    // ".symtab" spells the version out: memcpy@@GLIBC_2.14.
    private static string WithoutVersion(string name) => name.IndexOf('@') is int at and > 0 ? name[..at] : name;

    // Sorted so that of those with the same start and size the best comes first.
    private static ElfSymbolReference[] WithoutAliases(List<ElfSymbolReference> sorted) =>
        [.. sorted.Where((symbol, i) => i == 0 || sorted[i - 1].Start != symbol.Start || sorted[i - 1].Size != symbol.Size)];
}
