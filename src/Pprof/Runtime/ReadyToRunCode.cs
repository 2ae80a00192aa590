using System.Runtime.InteropServices;
using Pprof.Images;

namespace Pprof.Runtime;

/// <summary>
/// Methods compiled ahead of time. An image has one table of unwind entries sorted by address, a method's funclets right
/// behind its body. What lies between entries is glue (import thunks).
/// Any thread; neither allocates nor throws.
/// </summary>
internal sealed class ReadyToRunCode(CodeLayout layout)
{
    // Copied at once when the search has come this near: one read instead of six.
    private const int BlockSize = 64;

    // A body lies at most this many funclets before its last one.
    private const uint MostFunclets = 4096;

    private readonly EntryPointMap _entryPoints = new(layout.ReadyToRun);

    public MethodCode Find(in RangeSection section, ulong ip)
    {
        if (!TryReadTable(section.Module, out ulong table, out uint count, out ulong info))
            return default;
        uint offset = (uint)(ip - section.Begin);
        if (!TryFindEntry(table, count, offset, out uint index, out UnwindEntry entry) || offset >= entry.End)
            return new MethodCode { Kind = MethodCodeKind.Glue, Start = ip };
        ulong start = FindBody(section.Begin, table, info, index, out ulong methodDesc);
        return new MethodCode
        {
            Kind = MethodCodeKind.ReadyToRun, Start = start != 0 ? start : section.Begin + entry.Begin, MethodDesc = methodDesc,
            ImageBase = section.Begin, EntryBegin = section.Begin + entry.Begin, EntryEnd = section.Begin + entry.End,
            UnwindInfo = section.Begin + entry.UnwindInfo, IsFunclet = start != 0 && start != section.Begin + entry.Begin,
            IsTransient = section.IsCollectible,
        };
    }

    /// <summary>Where what the compiler told debuggers of a body begins; 0 when it told nothing.</summary>
    /// <param name="section">That holds the body.</param>
    /// <param name="start">The body's first instruction.</param>
    public ulong FindDebugInfo(in RangeSection section, ulong start)
    {
        if (!TryReadTable(section.Module, out ulong table, out uint count, out ulong info)
            || !TryFindEntry(table, count, (uint)(start - section.Begin), out uint index, out UnwindEntry entry)
            || section.Begin + entry.Begin != start
            || !SafeMemory.TryRead(info + (ulong)layout.ReadyToRun.Header, out ulong header)
            || ReadyToRunSections.Find(header, ReadyToRunSections.DebugInfo) is not (> 0 and var rva)
            || !NativeArray.TryGet(section.Begin + rva, index, out ulong place))
            return 0;
        // Bodies that are alike share it: then what is stored is how far back it lies.
        ulong data = place;
        if (!NativeArray.TryReadNumber(ref data, out uint back))
            return 0;
        return back == 0 ? data : place - back;
    }

    private bool TryReadTable(ulong module, out ulong table, out uint count, out ulong owner)
    {
        (table, count, owner) = (0, 0, 0);
        CodeLayout.ReadyToRunLayout fields = layout.ReadyToRun;
        if (!SafeMemory.TryRead(module + (ulong)fields.Info, out ulong info)
            || !RuntimeRecord.TryRead(info, stackalloc byte[fields.Length], out RuntimeRecord record))
            return false;
        table = record.Pointer(fields.Functions);
        count = record.UInt32(fields.FunctionCount);
        owner = record.Pointer(fields.CompositeInfo);
        return count != 0;
    }

    private static bool TryFindEntry(ulong table, uint count, uint offset, out uint index, out UnwindEntry entry)
    {
        (uint low, uint high) = (0, count);
        while (high - low > BlockSize)
        {
            uint middle = low + (high - low) / 2;
            if (!SafeMemory.TryRead(table + middle * (ulong)UnwindEntry.Size, out uint begin))
                break;
            (low, high) = begin <= offset ? (middle, high) : (low, middle);
        }

        Span<UnwindEntry> block = stackalloc UnwindEntry[BlockSize];
        block = block[..(int)Math.Min(high - low, BlockSize)];
        (index, entry) = (0, default);
        if (!SafeMemory.TryRead(table + low * (ulong)UnwindEntry.Size, MemoryMarshal.AsBytes(block)))
            return false;
        int i = block.Length - 1;
        while (i >= 0 && block[i].Begin > offset)
            i--;
        (index, entry) = i < 0 ? (0, default) : (low + (uint)i, block[i]);
        return i >= 0;
    }

    private ulong FindBody(ulong imageBase, ulong table, ulong info, uint index, out ulong methodDesc)
    {
        methodDesc = 0;
        for (uint back = 0; back <= Math.Min(index, MostFunclets); back++)
        {
            if (!SafeMemory.TryRead(table + (index - back) * (ulong)UnwindEntry.Size, out uint begin))
                return 0;
            methodDesc = _entryPoints.Find(info, imageBase + begin);
            if (methodDesc != 0)
                return imageBase + begin;
        }

        return 0;
    }
}
