namespace Pprof.Images;

/// <summary>
/// The symbols of an image that have an extent, sorted by address: <c>.dynsym</c> from memory and <c>.symtab</c> from the
/// file, if it is still there and was not stripped, or from the file in which its symbols lie apart, see <see cref="DebugFiles"/>. Names are read when asked for: a table may hold a hundred thousand.
/// </summary>
internal sealed class ElfSymbols
{
    // A symbol inside another one (a local label with a size, an alias of a part) hides the outer one from a plain search.
    private const int MostNested = 16;

    private readonly ElfImage _image;
    private readonly ElfSymbolReference[] _references;
    private readonly ElfSymbol?[] _named;

    // Where each group of aliases begins in _references; one more entry marks the end.
    private readonly int[] _groups;

    // Where names of .symtab are.
    private readonly string _file;

    private ElfSymbols(ElfImage image, ElfSymbolReference[] sorted, string file)
    {
        _image = image;
        _file = file;
        _references = sorted;
        _groups = GroupsOf(sorted);
        _named = new ElfSymbol?[Count];
    }

    /// <summary>Stretches of code that have a name.</summary>
    public int Count => _groups.Length - 1;

    public static ElfSymbols Read(ElfImage image)
    {
        List<ElfSymbolReference> references = [];
        ElfSymbolTables.AddDynamic(image, references);
        string file = AddFromFiles(image, references);
        references.Sort();
        return new ElfSymbols(image, [.. references], file);
    }

    // The path of the file that had them.
    private static string AddFromFiles(ElfImage image, List<ElfSymbolReference> references)
    {
        using ElfFile? own = ElfFile.TryOpen(image);
        if (own?.Find(ElfSectionHeader.SymbolTable) is null && DebugFiles.Find(image, own) is { } path)
        {
            using ElfFile? apart = ElfFile.TryOpen(path);
            ElfSymbolTables.AddFromFile(apart, references);
            return path;
        }

        ElfSymbolTables.AddFromFile(own, references);
        return image.Path;
    }

    private static int[] GroupsOf(ElfSymbolReference[] sorted)
    {
        List<int> groups = [];
        for (int i = 0; i < sorted.Length; i++)
        {
            if (i == 0 || !sorted[i].IsAliasOf(sorted[i - 1]))
            {
                groups.Add(i);
            }
        }

        return [.. groups, sorted.Length];
    }

    /// <summary>The innermost symbol whose extent holds the address, or null. Never the nearest one below it.</summary>
    public ElfSymbol? Find(ulong address)
    {
        ulong relative = address - _image.Bias;
        int last = LastNotAfter(relative);
        for (int i = last; i >= 0 && i > last - MostNested; i--)
        {
            ref readonly ElfSymbolReference symbol = ref _references[_groups[i]];
            if (relative - symbol.Start < symbol.Size)
            {
                return Named(i);
            }
        }

        return null;
    }

    public IEnumerable<ElfSymbol> All() => Enumerable.Range(0, Count).Select(Named);

    private int LastNotAfter(ulong relative)
    {
        int low = 0;
        int high = Count;
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            (low, high) = _references[_groups[middle]].Start <= relative ? (middle + 1, high) : (low, middle);
        }

        return low - 1;
    }

    private ElfSymbol Named(int group)
    {
        if (_named[group] is { } known)
        {
            return known;
        }

        ReadOnlySpan<ElfSymbolReference> aliases = _references.AsSpan(_groups[group].._groups[group + 1]);
        List<string> names = [];

        // What is exported is what programs call; the file has aliases besides that nobody can.
        AddNames(aliases, isInFile: false, names);
        if (names.Count == 0)
        {
            AddNames(aliases, isInFile: true, names);
        }

        return _named[group] = new ElfSymbol(aliases[0].Start, aliases[0].Size, ElfAliases.Best(names));
    }

    private void AddNames(ReadOnlySpan<ElfSymbolReference> aliases, bool isInFile, List<string> names)
    {
        foreach (ref readonly ElfSymbolReference alias in aliases)
        {
            if (alias.IsInFile == isInFile)
            {
                names.Add(ReadName(alias));
            }
        }
    }

    // ".symtab" may spell the version out: memcpy@@GLIBC_2.14.
    private string ReadName(ElfSymbolReference reference)
    {
        string name = reference.IsInFile ? ReadNameInFile(reference.Name) : _image.Memory.ReadName(reference.Name);
        return name.IndexOf('@') is int at and > 0 ? name[..at] : name;
    }

    private string ReadNameInFile(ulong offset)
    {
        using FileReader? file = FileReader.TryOpen(_file);
        return file?.ReadName(offset) ?? "";
    }
}
