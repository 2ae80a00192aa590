namespace Pprof.Symbolization;

/// <summary>What one code address means.</summary>
/// <param name="Function">The function, or null when nothing but the address is known.</param>
/// <param name="Line">Source line, or 0.</param>
/// <param name="IsTransient">
/// The code may be freed while the program runs (dynamic methods, collectible assemblies), so the answer holds for
/// samples taken by now and not for later ones: addresses of freed code are used again.
/// </param>
internal sealed record LocationSymbol(FunctionSymbol? Function, int Line, bool IsTransient)
{
    /// <summary>What the compiler put into <see cref="Function"/> at this address, innermost first; null when nothing, or not known.</summary>
    public IReadOnlyList<InlinedFrame>? Inlined { get; init; }
}
