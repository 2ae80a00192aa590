using System.Runtime.InteropServices;
using Pprof.Images;
using Pprof.Runtime;

namespace Pprof.Sampling;

/// <summary>
/// All that is needed to read, at the instant of a sample, who awaits what runs. Made by the caller of Start; of the
/// library's first use on, for the life of the
/// process, since a signal under way may still read it.
/// </summary>
internal sealed unsafe class AwaitSource
{
    private static readonly Lazy<(AwaitSource? Source, string? Reason)> s_shared = new(Create);

    private AwaitSource(AwaitTypes types, AwaitWords* words)
    {
        Types = types;
        Words = words;
    }

    /// <summary>Used by one thread at a time, the owner of the parts.</summary>
    public AwaitTypes Types { get; }

    public AwaitWords* Words { get; }

    /// <summary>Null with the reason where it cannot be done.</summary>
    public static AwaitSource? TryGet(ThreadLayout layout, out string? reason)
    {
        (AwaitSource? source, reason) = s_shared.Value;
        if (source is not null && (layout.Suspender == 0 || layout.ModeOffset is null))
        {
            reason = "this runtime does not tell when it moves objects";
        }

        return reason is null ? source : null;
    }

    private static (AwaitSource? Source, string? Reason) Create()
    {
        if (!KernelRead.Works(Environment.ProcessId))
        {
            return (null, "the kernel refuses process_vm_readv, or the C library lacks it");
        }

        RuntimePart<ContractDescriptor> descriptor = RuntimeDescription.Current.Descriptor;
        RuntimePart<AwaitTypes> types = descriptor.Then(AwaitTypes.TryCreate);
        if (types.Value is null)
        {
            return (null, types.Reason);
        }

        (ulong low, ulong high) = HeapRange();
        return high == 0 ? (null, "the garbage collector's heap cannot be found in /proc/self/maps") : (new AwaitSource(types.Value, Make(types.Value, low, high)), null);
    }

    private static AwaitWords* Make(AwaitTypes types, ulong low, ulong high)
    {
        AwaitWords* words = (AwaitWords*)NativeMemory.AllocZeroed((nuint)sizeof(AwaitWords));
        words->HeapLow = low;
        words->HeapLength = high - low;
        words->Types = AwaitTable.Entries;
        words->ParentOffset = (ulong)types.ParentOffset;
        words->TaskTable = AwaitTypes.TaskTable;
        words->UnknownTask = types.OfUnknownTask;
        words->ProcessId = Environment.ProcessId;
        return words;
    }

    // The collector reserves its whole range at once; parts of it that are in use are regions of their own.
    private static (ulong Low, ulong High) HeapRange()
    {
        GCHandle pinned = GCHandle.Alloc(new byte[64], GCHandleType.Pinned);
        MemoryMap map = MemoryMap.Read();
        int at = map.IndexOf((ulong)pinned.AddrOfPinnedObject());
        pinned.Free();
        if (at < 0)
        {
            return (0, 0);
        }

        int first = at;
        int last = at;
        while (first > 0 && IsHeap(map.Regions[first - 1]) && map.Regions[first - 1].End == map.Regions[first].Start)
        {
            first--;
        }

        while (last + 1 < map.Regions.Count && IsHeap(map.Regions[last + 1]) && map.Regions[last + 1].Start == map.Regions[last].End)
        {
            last++;
        }

        return (map.Regions[first].Start, map.Regions[last].End);
    }

    private static bool IsHeap(MappedRegion region) => region.Path.Length == 0 && !region.IsExecutable;
}
