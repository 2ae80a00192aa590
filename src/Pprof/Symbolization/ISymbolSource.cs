using Pprof.Unwinding;

namespace Pprof.Symbolization;

/// <summary>Tells what a code address means.</summary>
internal interface ISymbolSource
{
    /// <summary>
    /// The owner of the parts; may allocate and read files, never throws. An address it knows nothing of gives a
    /// <see cref="LocationSymbol"/> that says so rather than nothing.
    /// </summary>
    LocationSymbol Resolve(CodeAddress address);
}
