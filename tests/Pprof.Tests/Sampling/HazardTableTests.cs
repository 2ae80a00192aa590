using System.Text.RegularExpressions;
using Pprof.Tests.Architecture;
using Xunit;

namespace Pprof.Tests.Sampling;

/// <summary>docs/hazards.md names the tests that show its answers; they must exist.</summary>
public sealed partial class HazardTableTests
{
    [Fact]
    public void Every_test_that_the_table_names_exists()
    {
        HashSet<string> files = [.. Directory.EnumerateFiles(Repository.PathOf("tests"), "*Tests.cs", SearchOption.AllDirectories)
            .Select(file => Path.GetFileNameWithoutExtension(file))];
        string[] named = [.. TestClass().Matches(File.ReadAllText(Repository.PathOf("docs", "hazards.md"))).Select(match => match.Groups[1].Value)];
        Assert.NotEmpty(named);
        Assert.Empty(named.Except(files));
    }

    [GeneratedRegex("`([A-Za-z]+Tests)`")]
    private static partial Regex TestClass();
}
