using Pprof.Unwinding;

namespace Pprof.Symbolization;

/// <summary>Asks the source that knows an address's kind. Owner of the parts; never throws.</summary>
/// <param name="managed">For managed code and for methods without a frame.</param>
/// <param name="native">For everything else that has an address.</param>
/// <remarks>Owns both sources and disposes those that hold something (open PDBs, mapped images).</remarks>
internal sealed class Symbolizer(ISymbolSource managed, ISymbolSource native) : ISymbolSource, IDisposable
{
    public LocationSymbol Resolve(CodeAddress address) => address.Kind switch
    {
        CodeKind.Managed or CodeKind.Method => managed.Resolve(address),
        CodeKind.Native => native.Resolve(address),
        CodeKind.Work => WorkSymbols.Resolve(address),
        CodeKind.Known => KnownFrames.Resolve(address),
        _ => MarkerSymbols.Resolve(address),
    };

    public void Dispose()
    {
        (managed as IDisposable)?.Dispose();
        (native as IDisposable)?.Dispose();
    }
}
