using System.Text.RegularExpressions;
using Xunit;

namespace Pprof.Tests.Architecture;

/// <summary>The table of sources in <c>src/Pprof/Runtime/README.md</c> names files that exist, and leaves out none that reads a private layout.</summary>
public sealed partial class RuntimeSourcesTests
{
    private static readonly string[] s_named =
        [.. File.ReadAllLines(Repository.PathOf("src", "Pprof", "Runtime", "README.md"))
            .Where(line => line.StartsWith("| `", StringComparison.Ordinal))
            .SelectMany(line => FileName().Matches(line.Split('|')[1]).Select(match => match.Groups[1].Value.Split('/')[^1]))];

    [Fact]
    public void Every_file_that_the_table_names_exists() => Assert.Empty(
        s_named.Except(Repository.LibrarySources.Where(file => file.Room == "Runtime").Select(file => Path.GetFileNameWithoutExtension(file.RelativePath))));

    [Fact]
    public void Every_file_that_asks_the_description_for_an_offset_has_a_source() => Assert.Empty(
        from file in Repository.LibrarySources
        where file.Room == "Runtime" && Offset().IsMatch(file.Code)
        let name = Path.GetFileNameWithoutExtension(file.RelativePath)
        where name is not "CodeLayout" && !s_named.Contains(name)
        select name);

    [GeneratedRegex("`([A-Za-z/]+)`")]
    private static partial Regex FileName();

    [GeneratedRegex(@"\.Offset\(")]
    private static partial Regex Offset();
}
