using Pprof.Runtime.DebugInfo;

namespace Pprof.Symbolization.Lines;

/// <summary>One way to learn which IL the code at an address was compiled from.</summary>
internal interface INativeMaps
{
    /// <summary>The map of the body that holds <paramref name="address"/> and where that body begins; null when there is none.</summary>
    NativeMap? Find(ulong address, out ulong start);
}
