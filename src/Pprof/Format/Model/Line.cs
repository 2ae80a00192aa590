namespace Pprof.Format;

/// <summary>A function at a location, with the source line executed there (0: unknown).</summary>
internal readonly record struct Line(Function Function, long LineNumber = 0, long Column = 0);
