using System.Text.RegularExpressions;
using Pprof.Tests.Architecture;

namespace Pprof.Tests.Documentation;

/// <summary>The pages of the repository.</summary>
internal static partial class Markdown
{
    public static IEnumerable<string> Files =>
        Directory.EnumerateFiles(Repository.Root, "*.md", SearchOption.TopDirectoryOnly)
            .Concat(new[] { "docs", "bench", "samples" }.SelectMany(folder => Directory.EnumerateFiles(Repository.PathOf(folder), "*.md", SearchOption.AllDirectories)));

    /// <summary>Targets of links, without those to other sites.</summary>
    public static IEnumerable<string> LocalLinks(string text) =>
        Link().Matches(text).Select(match => match.Groups[1].Value).Where(target => !target.Contains("://", StringComparison.Ordinal));

    /// <summary>The fenced blocks of one language.</summary>
    public static IEnumerable<string> Blocks(string text, string language) =>
        Fence().Matches(text).Where(match => match.Groups[1].Value == language).Select(match => match.Groups[2].Value);

    [GeneratedRegex(@"\]\(([^)#\s]+)(?:#[^)]*)?\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"^```(\w*)\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();
}
