namespace Pprof.Runtime;

/// <summary>Where the fields lie that lead from a code address to its method and unwind entry.</summary>
internal sealed class CodeLayout
{
    private const ulong RemovedGlue = 2;
    private readonly bool _isNet10;

    private CodeLayout(ContractDescriptor d)
    {
        _isNet10 = d.ContractVersion("ExecutionManager") == "2";
        d.Require("ExecutionManager", "2", "c1");
        TopLevel = d.Global("ExecutionManagerCodeRangeMapAddress") + (ulong)d.Offset("RangeSectionMap", "TopLevelData");
        StubCodeBlockLast = d.Global("StubCodeBlockLast");
        Fragment = new(d);
        Section = new(d);
        Heap = new(d);
        Header = new(d);
        ReadyToRun = new(d);
        Method = new(d);
    }

    /// <summary>The first level of the map itself: it is stored inline, there is no pointer to it.</summary>
    public ulong TopLevel { get; }

    /// <summary>A code header up to this value is a kind of stub, not a pointer.</summary>
    public ulong StubCodeBlockLast { get; }

    /// <summary>Which kind: .NET 11 took number 2 out of the list, and what came after it moved up.</summary>
    public GlueKind GlueOf(ulong header) => (GlueKind)(_isNet10 || header < RemovedGlue ? header : header + 1);

    public FragmentLayout Fragment { get; }

    public SectionLayout Section { get; }

    public HeapLayout Heap { get; }

    public HeaderLayout Header { get; }

    public ReadyToRunLayout ReadyToRun { get; }

    public MethodDescLayout Method { get; }

    public static CodeLayout? TryCreate(ContractDescriptor descriptor, out string? reason)
    {
        var layout = new CodeLayout(descriptor);
        reason = descriptor.TakeMissing();
        if (reason is null && !layout.FitsRecords())
            reason = "the runtime's structures are larger than the copies made of them";
        return reason is null ? layout : null;
    }

    // Records are copied into stack buffers of this size, which every structure used here is far below.
    internal const int LargestRecord = 1024;

    private bool FitsRecords() =>
        Fragment.Length <= LargestRecord && Section.Length <= LargestRecord && Heap.Length <= LargestRecord
        && Header.Length <= LargestRecord && ReadyToRun.Length <= LargestRecord && Method.Length <= LargestRecord;

    internal static int End(params ReadOnlySpan<int> offsets)
    {
        int end = 0;
        foreach (int offset in offsets)
            end = Math.Max(end, offset + sizeof(ulong));
        return end;
    }

    internal sealed class FragmentLayout(ContractDescriptor d)
    {
        public readonly int Begin = d.Offset("RangeSectionFragment", "RangeBegin");
        public readonly int EndOpen = d.Offset("RangeSectionFragment", "RangeEndOpen");
        public readonly int Section = d.Offset("RangeSectionFragment", "RangeSection");
        public readonly int Next = d.Offset("RangeSectionFragment", "Next");

        public int Length => End(Begin, EndOpen, Section, Next);
    }

    internal sealed class SectionLayout(ContractDescriptor d)
    {
        public readonly int Begin = d.Offset("RangeSection", "RangeBegin");
        public readonly int EndOpen = d.Offset("RangeSection", "RangeEndOpen");
        public readonly int Flags = d.Offset("RangeSection", "Flags");
        public readonly int HeapList = d.Offset("RangeSection", "HeapList");
        public readonly int Module = d.Offset("RangeSection", "R2RModule");

        public int Length => End(Begin, EndOpen, Flags, HeapList, Module);
    }

    internal sealed class HeapLayout(ContractDescriptor d)
    {
        public readonly int MapBase = d.Offset("CodeHeapListNode", "MapBase");
        public readonly int HeaderMap = d.Offset("CodeHeapListNode", "HeaderMap");
        public readonly int Start = d.Offset("CodeHeapListNode", "StartAddress");
        public readonly int EndAddress = d.Offset("CodeHeapListNode", "EndAddress");

        public int Length => End(MapBase, HeaderMap, Start, EndAddress);
    }

    internal sealed class HeaderLayout(ContractDescriptor d)
    {
        public readonly int MethodDesc = d.Offset("RealCodeHeader", "MethodDesc");
        public readonly int EntryCount = d.Offset("RealCodeHeader", "NumUnwindInfos");
        public readonly int Entries = d.Offset("RealCodeHeader", "UnwindInfos");
        public readonly int EntrySize = d.Size("RuntimeFunction");

        // .NET 10 does not describe it; it is the first word there as well.
        public readonly int DebugInfo = d.OffsetOr("RealCodeHeader", "DebugInfo", 0);

        public int Length => Math.Max(End(MethodDesc, EntryCount, DebugInfo), Entries + EntrySize);
    }

    internal sealed class ReadyToRunLayout(ContractDescriptor d)
    {
        public readonly int Info = d.Offset("Module", "ReadyToRunInfo");
        public readonly int CompositeInfo = d.Offset("ReadyToRunInfo", "CompositeInfo");
        public readonly int Header = d.Offset("ReadyToRunInfo", "ReadyToRunHeader");
        public readonly int Functions = d.Offset("ReadyToRunInfo", "RuntimeFunctions");
        public readonly int FunctionCount = d.Offset("ReadyToRunInfo", "NumRuntimeFunctions");
        public readonly int EntryPoints = d.Offset("ReadyToRunInfo", "EntryPointToMethodDescMap");
        public readonly int Buckets = d.Offset("HashMap", "Buckets");
        public readonly int BucketSize = d.Size("Bucket");
        public readonly int BucketKeys = d.Offset("Bucket", "Keys");
        public readonly int BucketValues = d.Offset("Bucket", "Values");
        public readonly int SlotsPerBucket = (int)d.Global("HashMapSlotsPerBucket");
        public readonly ulong ValueMask = d.Global("HashMapValueMask");

        public int Length => Math.Max(BucketSize, End(CompositeInfo, Functions, FunctionCount, Header));
    }

    internal sealed class MethodDescLayout(ContractDescriptor d)
    {
        public readonly int Flags = d.Offset("MethodDesc", "Flags");
        public readonly int ExtendedFlags = d.Offset("StoredSigMethodDesc", "ExtendedFlags");

        public int Length => End(Flags, ExtendedFlags);
    }
}
