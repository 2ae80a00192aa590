namespace Pprof.Symbolization.Lines;

/// <summary>A place in source code.</summary>
/// <param name="FileName">As the PDB records it; null when there is none.</param>
/// <param name="StartLine">The method's first line with code, or 0.</param>
/// <param name="Line">The instruction's line, or 0.</param>
internal readonly record struct SourceLocation(string? FileName, int StartLine, int Line);
