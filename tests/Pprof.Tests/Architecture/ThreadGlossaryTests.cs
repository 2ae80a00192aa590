using System.Text.RegularExpressions;
using Xunit;

namespace Pprof.Tests.Architecture;

/// <summary>ARCHITECTURE.md explains every thread of the library, and no other.</summary>
public sealed partial class ThreadGlossaryTests
{
    [Fact]
    public void Every_thread_that_the_code_names_has_a_row_and_every_row_a_thread()
    {
        string[] glossary = [.. File.ReadAllLines(Repository.PathOf("ARCHITECTURE.md"))
            .SkipWhile(line => !line.StartsWith("| thread |", StringComparison.Ordinal))
            .TakeWhile(line => line.StartsWith('|'))
            .SelectMany(row => Name().Matches(row.Split('|')[1]).Select(match => match.Groups[1].Value))];

        Assert.NotEmpty(glossary);
        Assert.Equal(
            from file in Repository.LibrarySources
            from Match name in NameInCode().Matches(file.Text)
            orderby name.Groups[1].Value
            select name.Groups[1].Value,
            glossary.Order());
    }

    [Fact]
    public void Comments_name_no_thread_that_does_not_exist() => Assert.Empty(
        from file in Repository.LibrarySources
        where file.Text.Contains("drain thread", StringComparison.OrdinalIgnoreCase)
        select $"{file.RelativePath}: say which of the threads in ARCHITECTURE.md it is, or the owner of the parts, or any thread");

    [GeneratedRegex("`(pprof [a-z ]+)`")]
    private static partial Regex Name();

    [GeneratedRegex("\"(pprof [a-z ]+)\"")]
    private static partial Regex NameInCode();
}
