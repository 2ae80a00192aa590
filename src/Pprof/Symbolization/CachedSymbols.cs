using Pprof.Images;
using Pprof.Unwinding;

namespace Pprof.Symbolization;

/// <summary>
/// Remembers from one profile to the next what addresses mean, so that a short profile does not pay again for what the last
/// one has learned. Transient answers are not kept, and all are forgotten when an image has been unmapped. Owner of the parts.
/// </summary>
/// <remarks>65,536 addresses at some 100 bytes are 6 MB at most; a busy service shows a tenth of that.</remarks>
internal sealed class CachedSymbols(ISymbolSource source, ImageCatalog images) : ISymbolSource
{
    private const int MostAddresses = 1 << 16;
    // By the address's bits: collections of numbers and classes are compiled in the framework.
    private readonly Dictionary<ulong, LocationSymbol> _known = [];
    private int _generation;

    public LocationSymbol Resolve(CodeAddress address)
    {
        if (_generation != images.Generation || _known.Count >= MostAddresses)
        {
            _generation = images.Generation;
            _known.Clear();
        }

        if (!_known.TryGetValue(address.Bits, out LocationSymbol? symbol))
        {
            symbol = source.Resolve(address);
            Remember(address, symbol);
        }

        return symbol;
    }

    private void Remember(CodeAddress address, LocationSymbol symbol)
    {
        if (!symbol.IsTransient)
        {
            _known.Add(address.Bits, symbol);
        }
    }
}
