namespace Pprof.Tests.Format;

/// <summary>What the pprof tool's <c>-raw</c> shows that is not in the file.</summary>
internal static class RawText
{
    private const string Empty = "1: 0x0/0x0/0x0";

    /// <summary>
    /// The tool gives a profile without mappings one that is empty, and says that all locations lie in it.
    /// </summary>
    public static string WithoutEmptyMapping(string text) =>
        text.Contains($"\nMappings\n{Empty}", StringComparison.Ordinal)
            ? string.Join(
                '\n', text.Split('\n').Where(line => !line.StartsWith(Empty, StringComparison.Ordinal))
                .Select(line => line.Replace(" M=1 ", " ", StringComparison.Ordinal)))
            : text;
}
