namespace Pprof.Reporting;

/// <summary>Some lines of a source file.</summary>
/// <param name="File">Number of the file in <see cref="FunctionNames.Files"/>.</param>
/// <param name="FirstLine">Number of the first line, from 1.</param>
/// <param name="Lines">The lines, without their ends.</param>
internal sealed record SourcePart(int File, int FirstLine, IReadOnlyList<string> Lines);
