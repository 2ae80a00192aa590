namespace Pprof.Images;

/// <summary>
/// One ELF image as the loader mapped it: executable, shared library or the kernel's vdso. Read from its own headers in
/// memory, so that it works for deleted, replaced and unlinked files. Immutable.
/// </summary>
internal sealed class ElfImage
{
    // Linkers write about a dozen; a bound keeps a damaged header from asking for megabytes.
    private const int MostProgramHeaders = 256;
    private const int MostNoteBytes = 64 * 1024;
    private const ulong PageMask = 0xfff;

    private readonly IMemoryReader _memory;
    private readonly ElfProgramHeader[] _segments;
    private readonly Lazy<ElfSymbols> _symbols;

    private ElfImage(IMemoryReader memory, string path, ulong bias, ElfProgramHeader[] segments)
    {
        _memory = memory;
        _segments = segments;
        Path = path;
        Bias = bias;
        Start = bias + (segments.Min(segment => segment.Type == ElfProgramHeader.Load ? segment.Address : ulong.MaxValue) & ~PageMask);
        End = bias + segments.Max(segment => segment.Type == ElfProgramHeader.Load ? segment.Address + segment.MemorySize : 0);
        BuildId = FindBuildId();
        _symbols = new Lazy<ElfSymbols>(() => ElfSymbols.Read(this));
    }

    public string Path { get; }

    /// <summary>What to add to an address in the file to get one in memory.</summary>
    public ulong Bias { get; }

    public ulong Start { get; }

    public ulong End { get; }

    /// <summary>Hexadecimal, or empty.</summary>
    public string BuildId { get; }

    public IMemoryReader Memory => _memory;

    public IReadOnlyList<ElfProgramHeader> Segments => _segments;

    /// <summary>Read at the first question; the only part that may open the file.</summary>
    public ElfSymbols Symbols => _symbols.Value;

    public bool Contains(ulong address) => address - Start < End - Start;

    /// <summary>The image whose header stands at <paramref name="start"/>, or null when none does.</summary>
    public static ElfImage? TryRead(IMemoryReader memory, ulong start, string path)
    {
        if (!memory.TryRead(start, out ElfHeader header) || !header.IsX64)
        {
            return null;
        }

        ElfProgramHeader[]? segments = memory.TryReadArray<ElfProgramHeader>(
            start + header.ProgramHeaderOffset, header.ProgramHeaderCount, MostProgramHeaders);
        int first = segments is null ? -1 : Array.FindIndex(segments, s => s.Type == ElfProgramHeader.Load && (s.Offset & ~PageMask) == 0);
        return first < 0 ? null : new ElfImage(memory, path, start - (segments![first].Address & ~PageMask), segments);
    }

    /// <summary>The first segment of a type; false when there is none or it does not lie inside the image.</summary>
    public bool TryFindSegment(uint type, out ulong address, out ulong size)
    {
        int index = Array.FindIndex(_segments, segment => segment.Type == type);
        address = index < 0 ? 0 : Bias + _segments[index].Address;
        size = index < 0 ? 0 : _segments[index].MemorySize;
        return index >= 0 && ContainsRange(address, size);
    }

    public bool ContainsRange(ulong address, ulong size) => Contains(address) && size <= End - address;

    private string FindBuildId()
    {
        foreach (ElfProgramHeader segment in _segments)
        {
            if (segment.Type == ElfProgramHeader.Note
                && _memory.TryReadArray<byte>(Bias + segment.Address, segment.MemorySize, MostNoteBytes) is { } notes
                && ElfNotes.TryFindBuildId(notes, segment.Alignment == 8 ? 8 : 4, out string? buildId))
            {
                return buildId;
            }
        }

        return "";
    }
}
