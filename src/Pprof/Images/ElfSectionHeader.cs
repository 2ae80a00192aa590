using System.Runtime.InteropServices;

namespace Pprof.Images;

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
