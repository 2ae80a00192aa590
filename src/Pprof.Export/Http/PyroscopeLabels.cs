namespace Pprof.Export.Http;

/// <summary>Names of labels as Pyroscope takes them: letters, digits and underscores, none at first a digit.</summary>
internal static class PyroscopeLabels
{
    public static IEnumerable<KeyValuePair<string, string>> Of(PprofExportOptions options) =>
        options.Labels.Select(label => KeyValuePair.Create(NameOf(label.Key), label.Value));

    private static string NameOf(string key)
    {
        string name = string.Concat(key.Select(one => char.IsAsciiLetterOrDigit(one) ? one : '_'));
        return name.Length == 0 || char.IsAsciiDigit(name[0]) ? $"_{name}" : name;
    }
}
