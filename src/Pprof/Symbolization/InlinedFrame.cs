namespace Pprof.Symbolization;

/// <summary>A method that has no frame because the compiler put it into its caller.</summary>
/// <param name="Function">The method.</param>
/// <param name="Line">Source line that it has reached, or 0.</param>
internal readonly record struct InlinedFrame(FunctionSymbol Function, int Line);
