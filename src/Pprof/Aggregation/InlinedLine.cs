namespace Pprof.Aggregation;

/// <summary>A function without a frame of its own at a location: the compiler put it into the next one.</summary>
/// <param name="Function">Index in the <see cref="FunctionTable"/>.</param>
/// <param name="Line">Source line, or 0.</param>
internal readonly record struct InlinedLine(int Function, int Line);
