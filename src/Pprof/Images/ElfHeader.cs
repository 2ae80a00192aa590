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
