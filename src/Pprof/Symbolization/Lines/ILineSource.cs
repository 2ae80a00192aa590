using Pprof.Symbolization.Managed;

namespace Pprof.Symbolization.Lines;

/// <summary>Where an instruction of a method stands in its source.</summary>
internal interface ILineSource
{
    /// <param name="method">The method at the address.</param>
    /// <param name="address">An instruction of it; 0 asks for the method alone.</param>
    /// <returns>The default when nothing is known. Never throws.</returns>
    SourceLocation Find(ManagedMethod method, ulong address);

    /// <summary>The same for a place in the method's IL.</summary>
    SourceLocation At(ManagedMethod method, int ilOffset);
}

/// <summary>A place in source code.</summary>
/// <param name="FileName">As the PDB records it; null when there is none.</param>
/// <param name="StartLine">The method's first line with code, or 0.</param>
/// <param name="Line">The instruction's line, or 0.</param>
internal readonly record struct SourceLocation(string? FileName, int StartLine, int Line);
