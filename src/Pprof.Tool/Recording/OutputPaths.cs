using System.Globalization;

namespace Pprof.Tool.Recording;

/// <summary>Where profiles are written: one into a file, several into a folder.</summary>
internal static class OutputPaths
{
    /// <param name="kinds">What is recorded.</param>
    /// <param name="output">As typed; null for a name made of the origin's and the time.</param>
    /// <param name="origin">As <c>Shop-1234</c>.</param>
    public static IReadOnlyDictionary<string, string> Of(IReadOnlyList<string> kinds, string? output, string origin)
    {
        string time = DateTime.Now.ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture);
        if (kinds.Count == 1 && output is not null && !Directory.Exists(output) && !Path.EndsInDirectorySeparator(output))
        {
            return new Dictionary<string, string> { [kinds[0]] = output };
        }

        if (kinds.Count > 1 && File.Exists(output))
        {
            throw new ToolException($"'{output}' is a file, and {kinds.Count} kinds of profile need a folder. Name another with -o.", ExitCode.Usage);
        }

        return kinds.Count == 1
            ? new Dictionary<string, string> { [kinds[0]] = Path.Combine(output ?? "", $"{origin}-{time}-{RecordKinds.FileName(kinds[0])}") }
            : kinds.ToDictionary(kind => kind, kind => Path.Combine(output ?? $"{origin}-{time}", RecordKinds.FileName(kind)));
    }
}
