using Pprof.Images;

namespace Pprof.Runtime;

/// <summary>
/// Which managed method is at an address: the runtime's own answer, from its tables, for code compiled before or after we
/// came, without any event. Any thread; neither allocates nor throws; safe against code being added and freed meanwhile,
/// except that the answer for transient code may be out of date when it arrives.
/// </summary>
internal sealed class CodeMap
{
    private readonly RangeSectionMap _sections;
    private readonly JittedCode _jitted;
    private readonly ReadyToRunCode _readyToRun;
    private readonly ulong _debugInfoOffset;

    private CodeMap(CodeLayout layout)
    {
        _debugInfoOffset = (ulong)layout.Header.DebugInfo;
        _sections = new RangeSectionMap(layout);
        _jitted = new JittedCode(layout);
        _readyToRun = new ReadyToRunCode(layout);
    }

    /// <summary>Null with the reason when this runtime describes its code in another way than the known one.</summary>
    public static CodeMap? TryCreate(ContractDescriptor descriptor, out string? reason) =>
        CodeLayout.TryCreate(descriptor, out reason) is { } layout ? new CodeMap(layout) : null;

    /// <summary>
    /// True for the code of a method or of an IL stub. When false, <see cref="MethodCode.Kind"/> still tells glue of the
    /// runtime's from native code.
    /// </summary>
    public bool TryFindMethod(ulong ip, out MethodCode code)
    {
        code = default;
        if (!_sections.TryFind(ip, out RangeSection section))
            return false;
        if (section.Module != 0)
            code = _readyToRun.Find(section, ip);
        else if (section.IsCodeHeap)
            code = _jitted.Find(section, ip);
        if (code.Kind == MethodCodeKind.None)
            code = new MethodCode { Kind = MethodCodeKind.Glue, Start = ip, IsTransient = section.IsCollectible, Glue = section.IsRangeList ? GlueKind.Precode : GlueKind.Unknown };
        return code.Kind is MethodCodeKind.Jitted or MethodCodeKind.ReadyToRun;
    }

    /// <summary>Where the debug information of a body begins; 0 when it has none.</summary>
    public ulong FindDebugInfo(in MethodCode code)
    {
        if (code.IsReadyToRun)
            return _sections.TryFind(code.Start, out RangeSection section) && section.Module != 0 ? _readyToRun.FindDebugInfo(section, code.Start) : 0;
        return code.CodeHeader != 0 && SafeMemory.TryRead(code.CodeHeader + _debugInfoOffset, out ulong address) ? address : 0;
    }
}
