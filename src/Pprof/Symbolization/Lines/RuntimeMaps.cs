using Pprof.Runtime;
using Pprof.Runtime.DebugInfo;

namespace Pprof.Symbolization.Lines;

/// <summary>Maps as the runtime holds them, decoded once for each body. Owner of the parts.</summary>
/// <remarks>A map takes about 1 KB; 16,384 are remembered and then forgotten at once. Transient code is decoded each time.</remarks>
internal sealed class RuntimeMaps(JitDebugInfo debugInfo) : INativeMaps
{
    private const int MostBodies = 1 << 14;
    private readonly Dictionary<ulong, NativeMap?> _byStart = [];

    public NativeMap? Find(ulong address, out ulong start)
    {
        bool isMethod = debugInfo.Code.TryFindMethod(address, out MethodCode code);
        start = code.Start;
        return !isMethod ? null : code.IsTransient ? debugInfo.Read(code) : FindKept(code);
    }

    private NativeMap? FindKept(in MethodCode code)
    {
        if (!_byStart.TryGetValue(code.Start, out NativeMap? map))
        {
            map = debugInfo.Read(code);
            Bound();
            _byStart.Add(code.Start, map);
        }

        return map;
    }

    private void Bound()
    {
        if (_byStart.Count >= MostBodies)
        {
            _byStart.Clear();
        }
    }
}
