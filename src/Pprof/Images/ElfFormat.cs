using System.Runtime.InteropServices;

namespace Pprof.Images;

/// <summary><c>Elf64_Ehdr</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct ElfHeader
{
    private const uint Magic = 0x464c_457f;
    private const byte Class64 = 2;
    private const byte LittleEndian = 1;
    private const ushort MachineX64 = 62;

    public uint Ident;
    public byte Class;
    public byte Data;
    public byte IdentVersion;
    public byte OsAbi;
    public ulong Padding;
    public ushort Type;
    public ushort Machine;
    public uint Version;
    public ulong Entry;
    public ulong ProgramHeaderOffset;
    public ulong SectionHeaderOffset;
    public uint Flags;
    public ushort HeaderSize;
    public ushort ProgramHeaderSize;
    public ushort ProgramHeaderCount;
    public ushort SectionHeaderSize;
    public ushort SectionHeaderCount;
    public ushort SectionNameIndex;

    public readonly unsafe bool IsX64 =>
        Ident == Magic && Class == Class64 && Data == LittleEndian && Machine == MachineX64
        && ProgramHeaderSize == sizeof(ElfProgramHeader);
}

/// <summary><c>Elf64_Phdr</c>: a piece of the file and where the loader puts it.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct ElfProgramHeader
{
    public const uint Load = 1, Dynamic = 2, Note = 4, GnuEhFrame = 0x6474_e550, GnuRelRo = 0x6474_e552;

    /// <summary>Of <see cref="Flags"/>.</summary>
    public const uint Executable = 1, Writable = 2;

    public uint Type;
    public uint Flags;
    public ulong Offset;
    public ulong Address;
    public ulong PhysicalAddress;
    public ulong FileSize;
    public ulong MemorySize;
    public ulong Alignment;
}

/// <summary><c>Elf64_Shdr</c>. Found in the file only: loaders do not map them.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct ElfSectionHeader
{
    public const uint SymbolTable = 2;

    public uint Name;
    public uint Type;
    public ulong Flags;
    public ulong Address;
    public ulong Offset;
    public ulong Size;
    public uint Link;
    public uint Info;
    public ulong Alignment;
    public ulong EntrySize;
}

/// <summary><c>Elf64_Sym</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct ElfSymbolEntry
{
    private const int NoType = 0, Function = 2, IndirectFunction = 10;

    public uint Name;
    public byte Info;
    public byte Other;
    public ushort Section;
    public ulong Value;
    public ulong Size;

    /// <summary>
    /// Defined here, and of known extent. Without a size a symbol may claim everything up to the next one, which in a
    /// stripped library is megabytes of other functions. Hand-written assembly often has a size but no type.
    /// </summary>
    public readonly bool IsSizedCode =>
        Section != 0 && Size != 0 && Value != 0 && (Info & 15) is NoType or Function or IndirectFunction;
}

/// <summary>A named stretch of code of one image, in the file's addresses.</summary>
internal sealed record ElfSymbol(ulong Start, ulong Size, string Name);

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
