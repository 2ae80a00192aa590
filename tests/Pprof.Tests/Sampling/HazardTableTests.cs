using System.Text.RegularExpressions;
using Pprof.Tests.Architecture;
using Xunit;

namespace Pprof.Tests.Sampling;

/// <summary>docs/hazards.md and docs/production.md name the tests that show what they say; they must exist.</summary>
public sealed partial class HazardTableTests
{
    [Theory]
    [InlineData("hazards.md")]
    [InlineData("production.md")]
    public void Every_test_that_the_page_names_exists(string page)
    {
        HashSet<string> files = [.. Directory.EnumerateFiles(Repository.PathOf("tests"), "*Tests.cs", SearchOption.AllDirectories)
            .Select(file => Path.GetFileNameWithoutExtension(file))];
        string[] named = [.. TestClass().Matches(Read(page)).Select(match => match.Groups[1].Value)];
        Assert.NotEmpty(named);
        Assert.Empty(named.Except(files));
    }

    // Numbered: what has gone wrong with profilers.
    [Fact]
    public void Every_numbered_row_has_a_test_or_needs_none_by_construction()
    {
        string[] rows = [.. Read("production.md").Split('\n').Where(line => NumberedRow().IsMatch(line))];
        Assert.Equal(Enumerable.Range(1, rows.Length), rows.Select(row => int.Parse(NumberedRow().Match(row).Groups[1].Value, null)));
        Assert.True(rows.Length >= 20, $"{rows.Length} rows");
        Assert.All(rows, row => Assert.True(TestClass().IsMatch(row) || row.Contains("by construction", StringComparison.Ordinal), row));
    }

    private static string Read(string page) => File.ReadAllText(Repository.PathOf("docs", page));

    [GeneratedRegex("`([A-Za-z]+Tests)`")]
    private static partial Regex TestClass();

    [GeneratedRegex(@"^\| (\d+) \|")]
    private static partial Regex NumberedRow();
}
