namespace Pprof.Format;

/// <summary>One function at a location, by id: what <see cref="ProfileEncoder.AddLocation"/> takes.</summary>
/// <param name="Function">Must have been added before.</param>
/// <param name="Line">Source line, or 0.</param>
/// <param name="Column">Source column, or 0.</param>
internal readonly record struct LineEntry(FunctionId Function, long Line = 0, long Column = 0);
