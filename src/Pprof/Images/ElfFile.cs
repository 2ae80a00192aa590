namespace Pprof.Images;

/// <summary>
/// The file an image was mapped from, for what loaders do not map: sections. Never required: the file may have been deleted,
/// replaced by an upgrade, or lie in another mount namespace.
/// </summary>
internal sealed class ElfFile : IDisposable
{
    private const int MostSections = 65_535;
    private const int MostNoteBytes = 64 * 1024;

    private readonly FileReader _file;
    private readonly ElfSectionHeader[] _sections;
    private readonly ulong _sectionNames;

    private ElfFile(FileReader file, ElfSectionHeader[] sections, ulong sectionNames)
    {
        _file = file;
        _sections = sections;
        _sectionNames = sectionNames;
    }

    public IMemoryReader Reader => _file;

    /// <summary>Null unless the file has sections and is the very file that is mapped.</summary>
    public static ElfFile? TryOpen(ElfImage image)
    {
        FileReader? file = FileReader.TryOpen(image.Path);
        if (file is not null && IsSame(file, image) && TrySections(file) is { } result)
        {
            return result;
        }

        file?.Dispose();
        return null;
    }

    /// <summary>Any ELF file with sections, whatever image it may belong to.</summary>
    public static ElfFile? TryOpen(string path)
    {
        FileReader? file = FileReader.TryOpen(path);
        if (file is not null && file.TryRead(0, out ElfHeader header) && header.IsX64 && TrySections(file) is { } result)
        {
            return result;
        }

        file?.Dispose();
        return null;
    }

    /// <summary>Of its notes; empty when it has none. Where symbols lie apart, the program headers lead nowhere, and the section is there.</summary>
    public string BuildId =>
        Find(".note.gnu.build-id") is { } note && _file.TryReadArray<byte>(note.Offset, note.Size, MostNoteBytes) is { } notes
        && ElfNotes.TryFindBuildId(notes, alignment: 4, out string? buildId) ? buildId : "";

    public ElfSectionHeader? Find(uint type) => Find(section => section.Type == type);

    public ElfSectionHeader? Find(string name) => Find(section => _file.ReadName(_sectionNames + section.Name) == name);

    public ElfSectionHeader? At(uint index) => index < _sections.Length ? _sections[index] : null;

    public void Dispose() => _file.Dispose();

    private ElfSectionHeader? Find(Predicate<ElfSectionHeader> condition) =>
        Array.FindIndex(_sections, condition) is int index and >= 0 ? _sections[index] : null;

    // A path is not an identity. Same header, same segments and same build id are.
    private static bool IsSame(FileReader file, ElfImage image) =>
        image.Memory.TryRead(image.Start, out ElfHeader mapped)
        && file.TryRead(0, out ElfHeader stored)
        && mapped.Equals(stored)
        && ElfImage.TryRead(file, 0, "") is { } other
        && other.Segments.SequenceEqual(image.Segments)
        && BuildIdInFile(file, image) == image.BuildId;

    private static string BuildIdInFile(FileReader file, ElfImage image)
    {
        foreach (ElfProgramHeader segment in image.Segments)
        {
            if (segment.Type == ElfProgramHeader.Note
                && file.TryReadArray<byte>(segment.Offset, segment.FileSize, 64 * 1024) is { } notes
                && ElfNotes.TryFindBuildId(notes, segment.Alignment == 8 ? 8 : 4, out string? buildId))
            {
                return buildId;
            }
        }

        return "";
    }

    private static unsafe ElfFile? TrySections(FileReader file)
    {
        if (!file.TryRead(0, out ElfHeader header) || header.SectionHeaderSize != sizeof(ElfSectionHeader)
            || file.TryReadArray<ElfSectionHeader>(header.SectionHeaderOffset, header.SectionHeaderCount, MostSections) is not { } sections)
        {
            return null;
        }

        ulong names = header.SectionNameIndex < sections.Length ? sections[header.SectionNameIndex].Offset : 0;
        return new ElfFile(file, sections, names);
    }
}
