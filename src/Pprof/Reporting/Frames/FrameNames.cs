using Pprof.Format;

namespace Pprof.Reporting;

/// <summary>What a location is called where functions are counted: its functions, innermost first, or what is known of it when it has none.</summary>
internal static class FrameNames
{
    /// <summary>Of a place of which nothing is known: the pprof tool's word.</summary>
    public const string Unknown = "<unknown>";

    public static IEnumerable<string> Of(Location location) =>
        location.Lines.Count == 0 ? [OfMapping(location.Mapping)] : location.Lines.Select(line => Of(line, location.Mapping));

    /// <summary>A function can have a file and a line and no name.</summary>
    public static string Of(Line line, Mapping? mapping) => line.Function.Name.Length > 0 ? line.Function.Name : OfMapping(mapping);

    /// <summary>The file in brackets, as in the pprof tool: all code of one library without names is one row.</summary>
    public static string OfMapping(Mapping? mapping) =>
        mapping is { FileName.Length: > 0 } ? $"[{BaseName(mapping.FileName)}]" : Unknown;

    /// <summary>What follows the last slash that is not at the end.</summary>
    public static string BaseName(string path)
    {
        string trimmed = path.TrimEnd('/');
        return trimmed.Length == 0 ? path : trimmed[(trimmed.LastIndexOf('/') + 1)..];
    }
}
