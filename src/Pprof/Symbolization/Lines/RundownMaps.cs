using Pprof.EventPipe.Rundown;
using Pprof.Runtime.DebugInfo;
using Pprof.Symbolization.Managed;

namespace Pprof.Symbolization.Lines;

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
