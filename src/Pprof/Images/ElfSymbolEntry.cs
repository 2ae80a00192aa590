using System.Runtime.InteropServices;

namespace Pprof.Images;

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
