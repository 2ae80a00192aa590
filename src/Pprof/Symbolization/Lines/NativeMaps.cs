using Pprof.EventPipe.Rundown;
using Pprof.Runtime;
using Pprof.Runtime.DebugInfo;
using Pprof.Symbolization.Managed;

namespace Pprof.Symbolization.Lines;

/// <summary>One way to learn which IL the code at an address was compiled from.</summary>
internal interface INativeMaps
{
    /// <summary>The map of the body that holds <paramref name="address"/> and where that body begins; null when there is none.</summary>
    NativeMap? Find(ulong address, out ulong start);
}

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

/// <summary>Maps from the runtime's documented list of methods, where its debug information is kept in a way we do not know.</summary>
internal sealed class RundownMaps(RundownSource source) : INativeMaps
{
    public NativeMap? Find(ulong address, out ulong start)
    {
        MethodRange? range = source.Find(address);
        start = range?.Start ?? 0;
        return range is { NativeOffsets: { } native, ILOffsets: { } il } ? new NativeMap(native, il) : null;
    }
}
