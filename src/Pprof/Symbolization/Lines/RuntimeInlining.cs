using Pprof.Runtime;
using Pprof.Runtime.DebugInfo;

namespace Pprof.Symbolization.Lines;

/// <summary>
/// Inlining as the runtime keeps it under <c>DOTNET_RichDebugInfo=1</c>. Without the variable no body has any, and nothing is read.
/// Owner of the parts.
/// </summary>
/// <remarks>A tree takes about 1 KB; 16,384 are remembered and then forgotten at once. Transient code is decoded each time.</remarks>
internal sealed class RuntimeInlining(JitDebugInfo debugInfo) : IInlining
{
    private const int MostBodies = 1 << 14;

    // As the runtime reads its settings: a hexadecimal number.
    private static readonly bool s_isKept =
        Environment.GetEnvironmentVariable("DOTNET_RichDebugInfo") is { Length: > 0 } value && value.Trim('0', ' ') != "";

    private readonly Dictionary<ulong, InlineTree?> _byStart = [];

    public IReadOnlyList<InlineTree.Step> StepsAt(ulong address)
    {
        if (!s_isKept || !debugInfo.Code.TryFindMethod(address, out MethodCode code))
        {
            return [];
        }

        InlineTree? tree = code.IsTransient ? debugInfo.ReadInlining(code) : FindKept(code);
        return tree?.StepsAt((uint)(address - code.Start)) ?? [];
    }

    private InlineTree? FindKept(in MethodCode code)
    {
        if (!_byStart.TryGetValue(code.Start, out InlineTree? tree))
        {
            if (_byStart.Count >= MostBodies)
            {
                _byStart.Clear();
            }

            _byStart.Add(code.Start, tree = debugInfo.ReadInlining(code));
        }

        return tree;
    }
}
