namespace Pprof.Reporting;

/// <summary>Where the text of a source file comes from: disk, or the symbols of the program.</summary>
internal interface ISourceText
{
    /// <param name="file">As the profile names it, after <c>--trim-path</c>.</param>
    /// <param name="lines">The file's lines.</param>
    /// <param name="why">Why there are none, and what to do.</param>
    bool TryRead(string file, out IReadOnlyList<string> lines, out string why);
}
