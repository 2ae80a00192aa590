using System.Runtime.InteropServices;

namespace Pprof.Images;

/// <summary>Where the dynamic section says that symbols, their names and their count are.</summary>
internal readonly record struct ElfDynamic(ulong SymbolTable, ulong StringTable, ulong Hash, ulong GnuHash)
{
    private const long TagRelocations = 7, TagRelocationBytes = 8, TagJumpRelocations = 23, TagJumpRelocationBytes = 2;
    private const long TagHash = 4, TagStringTable = 5, TagSymbolTable = 6, TagGnuHash = 0x6fff_fef5;
    private const int MostEntries = 4096;
    private const uint MostBuckets = 1 << 22;

    /// <summary>Where the loader has written addresses of other images' data and functions, <c>Elf64_Rela</c>.</summary>
    public ulong Relocations { get; init; }

    public ulong RelocationBytes { get; init; }

    /// <summary>The same for functions that are called.</summary>
    public ulong JumpRelocations { get; init; }

    public ulong JumpRelocationBytes { get; init; }

    /// <summary>All zero when the image has no readable dynamic section.</summary>
    public static ElfDynamic Read(ElfImage image)
    {
        ElfDynamic result = default;
        Entry[]? entries = image.TryFindSegment(ElfProgramHeader.Dynamic, out ulong address, out ulong size)
            ? image.Memory.TryReadArray<Entry>(address, size / 16, MostEntries)
            : null;
        foreach (Entry entry in entries ?? [])
        {
            ulong target = Relocated(image, entry.Value);
            result = entry.Tag switch
            {
                TagSymbolTable => result with { SymbolTable = target },
                TagStringTable => result with { StringTable = target },
                TagHash => result with { Hash = target },
                TagGnuHash => result with { GnuHash = target },
                TagRelocations => result with { Relocations = target },
                TagRelocationBytes => result with { RelocationBytes = entry.Value },
                TagJumpRelocations => result with { JumpRelocations = target },
                TagJumpRelocationBytes => result with { JumpRelocationBytes = entry.Value },
                _ => result,
            };
        }

        return result;
    }

    /// <summary>The symbol table has no length of its own: the hash tables know how many symbols there are.</summary>
    public uint CountSymbols(IMemoryReader memory)
    {
        // u32 buckets, u32 chain length = number of symbols
        if (Hash != 0 && memory.TryRead(Hash + 4, out uint count))
        {
            return count;
        }

        return GnuHash != 0 ? CountByGnuHash(memory) : 0;
    }

    // glibc writes absolute addresses over the file's in most tables; musl, and the kernel for the vdso, leave them alone.
    private static ulong Relocated(ElfImage image, ulong value) => image.Contains(value) ? value : image.Bias + value;

    // u32 buckets, u32 first hashed symbol, u32 bloom words, u32 shift, u64[bloom words], u32[buckets], u32[] chains.
    // The highest bucket's chain is the table's end; bit 0 marks the last link of a chain.
    private uint CountByGnuHash(IMemoryReader memory)
    {
        if (!memory.TryRead(GnuHash, out (uint Buckets, uint First, uint Bloom, uint Shift) head) || head.Buckets > MostBuckets)
        {
            return 0;
        }

        ulong buckets = GnuHash + 16 + (head.Bloom * 8UL);
        uint symbol = (memory.TryReadArray<uint>(buckets, head.Buckets, (int)MostBuckets) ?? []).DefaultIfEmpty().Max();
        if (symbol < head.First)
        {
            return head.First;
        }

        ulong chains = buckets + (head.Buckets * 4UL);
        while (memory.TryRead(chains + ((symbol - head.First) * 4UL), out uint link) && (link & 1) == 0)
        {
            symbol++;
        }

        return symbol + 1;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct Entry
    {
        public long Tag;
        public ulong Value;
    }
}
