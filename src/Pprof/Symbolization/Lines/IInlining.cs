using Pprof.Runtime.DebugInfo;

namespace Pprof.Symbolization.Lines;

/// <summary>Tells which methods were inlined at an address.</summary>
internal interface IInlining
{
    /// <summary>Innermost first, without the method whose body it is. Never throws.</summary>
    IReadOnlyList<InlineTree.Step> StepsAt(ulong address);
}
