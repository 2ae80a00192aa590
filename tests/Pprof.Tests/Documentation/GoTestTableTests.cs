using System.Text.RegularExpressions;
using Pprof.Tests.Architecture;
using Xunit;

namespace Pprof.Tests.Documentation;

/// <summary>docs/go-tests.md names our tests for the ideas of Go's own; they must exist.</summary>
public sealed partial class GoTestTableTests
{
    private static readonly string s_page = File.ReadAllText(Repository.PathOf("docs", "go-tests.md"));

    [Fact]
    public void Every_test_that_the_page_names_exists()
    {
        Dictionary<string, string> sources = Directory.EnumerateFiles(Repository.PathOf("tests"), "*Tests.cs", SearchOption.AllDirectories)
            .ToDictionary(file => Path.GetFileNameWithoutExtension(file), File.ReadAllText);
        Match[] named = [.. TestName().Matches(s_page).AsEnumerable()];

        Assert.NotEmpty(named);
        Assert.Empty(
            from match in named
            let method = match.Groups["method"].Value
            where !sources.TryGetValue(match.Groups["class"].Value, out string? source)
                || (method.Length > 0 && !source.Contains($" {method}(", StringComparison.Ordinal))
            select match.Value);
    }

    [Fact]
    public void Every_row_names_a_test_or_says_why_there_is_none() => Assert.Empty(
        from line in s_page.Split('\n')
        where line.StartsWith("| ", StringComparison.Ordinal) && !line.EndsWith("| shown by |", StringComparison.Ordinal)
        where !TestName().IsMatch(line) && !line.Contains("no counterpart", StringComparison.Ordinal) && !line.Contains("not yet: ", StringComparison.Ordinal)
        select line);

    [GeneratedRegex(@"`(?<class>[A-Za-z]+Tests)(\.(?<method>\w+))?`")]
    private static partial Regex TestName();
}
