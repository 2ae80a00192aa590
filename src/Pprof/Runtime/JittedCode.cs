using System.Runtime.InteropServices;
using Pprof.Images;

namespace Pprof.Runtime;

/// <summary>
/// Methods in code heaps. Eight bytes before a method's first instruction lies a pointer to its code header, which holds
/// the MethodDesc and one unwind entry for the body and each funclet, in ascending order. Entries count from a base of the
/// heap that need not be known: the first entry's begin is the method's start.
/// Any thread; does not throw; a heap may be freed while it is read.
/// </summary>
internal sealed class JittedCode(CodeLayout layout)
{
    // One entry per catch, finally and filter block; the largest generated methods have some hundreds.
    private const uint MostEntries = 1 << 16;

    public MethodCode Find(in RangeSection section, ulong ip)
    {
        CodeLayout.HeapLayout fields = layout.Heap;
        if (!RuntimeRecord.TryRead(section.HeapList, stackalloc byte[fields.Length], out RuntimeRecord heap))
            return default;
        ulong mapBase = heap.Pointer(fields.MapBase);
        if (ip < mapBase || ip >= heap.Pointer(fields.EndAddress))
            return default;
        ulong start = NibbleMap.FindMethodStart(mapBase, heap.Pointer(fields.HeaderMap), ip);
        if (start == 0 || start > ip || !SafeMemory.TryRead(start - sizeof(ulong), out ulong header))
            return default;
        return header <= layout.StubCodeBlockLast
            ? new MethodCode { Kind = MethodCodeKind.Glue, Start = start, Glue = layout.GlueOf(header) }
            : FindEntry(section, start, header, ip);
    }

    private MethodCode FindEntry(in RangeSection section, ulong start, ulong header, ulong ip)
    {
        CodeLayout.HeaderLayout fields = layout.Header;
        if (!RuntimeRecord.TryRead(header, stackalloc byte[fields.Length], out RuntimeRecord record))
            return default;
        uint count = record.UInt32(fields.EntryCount);
        if (count is 0 or > MostEntries)
            return default;
        ulong unwindBase = start - record.UInt32(fields.Entries);
        if (!TryFindEntry(header + (ulong)fields.Entries, count, (uint)(ip - unwindBase), out UnwindEntry entry, out bool isFunclet))
            return default;
        ulong methodDesc = record.Pointer(fields.MethodDesc);
        return new MethodCode
        {
            Kind = MethodCodeKind.Jitted, Start = start, MethodDesc = methodDesc, CodeHeader = header,
            EntryBegin = unwindBase + entry.Begin, EntryEnd = unwindBase + entry.End, UnwindInfo = unwindBase + entry.UnwindInfo,
            IsFunclet = isFunclet, IsTransient = section.IsCollectible, IsILStub = MethodDescFlags.IsILStub(layout.Method, methodDesc),
        };
    }

    // Most methods have one entry or a few: read front to back, in copies of sixteen.
    private static bool TryFindEntry(ulong table, uint count, uint offset, out UnwindEntry entry, out bool isFunclet)
    {
        (entry, isFunclet) = (default, false);
        Span<UnwindEntry> block = stackalloc UnwindEntry[16];
        for (uint done = 0; done < count; done += (uint)block.Length)
        {
            Span<UnwindEntry> part = block[..(int)Math.Min((uint)block.Length, count - done)];
            if (!SafeMemory.TryRead(table + done * UnwindEntry.Size, MemoryMarshal.AsBytes(part)))
                return false;
            for (int i = 0; i < part.Length; i++)
            {
                if (offset < part[i].Begin || offset >= part[i].End)
                    continue;
                (entry, isFunclet) = (part[i], done + (uint)i > 0);
                return true;
            }
        }

        return false;
    }
}
