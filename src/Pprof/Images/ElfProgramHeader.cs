using System.Runtime.InteropServices;

namespace Pprof.Images;

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
