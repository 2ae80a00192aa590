using System.Runtime.InteropServices;

namespace Pprof.Images;

/// <summary>
/// Functions of other images that an image calls, and where the loader found them. That names code which its own image does not: libc and
/// libm choose one of several bodies of <c>memcpy</c> or <c>pow</c> for the processor, and only the chosen address is known, to those who call it.
/// </summary>
internal static class ElfImports
{
    private const int GlobalData = 6, JumpSlot = 7;
    private const int MostRelocations = 1 << 16;

    /// <summary>Adds the name of every function start that the image imports. A name that is there stays.</summary>
    public static void Add(ElfImage image, Dictionary<ulong, string> names)
    {
        ElfDynamic dynamic = ElfDynamic.Read(image);
        if (dynamic.SymbolTable == 0 || dynamic.StringTable == 0)
        {
            return;
        }

        Add(image, dynamic, dynamic.JumpRelocations, dynamic.JumpRelocationBytes, names);
        Add(image, dynamic, dynamic.Relocations, dynamic.RelocationBytes, names);
    }

    private static unsafe void Add(ElfImage image, in ElfDynamic dynamic, ulong table, ulong bytes, Dictionary<ulong, string> names)
    {
        ulong count = Math.Min(bytes / (ulong)sizeof(Relocation), MostRelocations);
        foreach (Relocation relocation in image.Memory.TryReadArray<Relocation>(table, count, MostRelocations) ?? [])
        {
            bool isImport = relocation.Type is GlobalData or JumpSlot && relocation.Symbol != 0;
            if (isImport && image.Memory.TryRead(dynamic.SymbolTable + (relocation.Symbol * 24UL), out ElfSymbolEntry symbol) && symbol.Section == 0
                && image.Memory.TryRead(image.Bias + relocation.Offset, out ulong target) && target != 0 && !image.Contains(target)
                && !names.ContainsKey(target))
            {
                names[target] = image.Memory.ReadName(dynamic.StringTable + symbol.Name);
            }
        }
    }

    /// <summary><c>Elf64_Rela</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Relocation
    {
        public ulong Offset;
        public uint Type;
        public uint Symbol;
        public long Addend;
    }
}
