using Pprof.TestSupport;
using Xunit;

namespace Pprof.Tool.Tests.Reports;

/// <summary>The commands that look at a profile, typed as people type them.</summary>
public sealed class ViewCommandTests : IDisposable
{
    private readonly ProfileFiles _files = new();

    public void Dispose() => _files.Dispose();

    /// <summary>Words for <c>go tool pprof</c>, which work after <c>dotnet pprof</c> too.</summary>
    [Theory]
    [InlineData("-top AFTER")]
    [InlineData("-top -cum -nodecount=2 AFTER")]
    [InlineData("-peek=Cart.*Add AFTER")]
    [InlineData("-traces AFTER")]
    [InlineData("-tags AFTER")]
    [InlineData("-comments AFTER")]
    [InlineData("-tree -focus Add AFTER")]
    [InlineData("-top -diff_base=BEFORE AFTER")]
    [InlineData("-top -base BEFORE AFTER")]
    [InlineData("-top -sample_index=samples AFTER")]
    [InlineData("-top AFTER BEFORE")]
    [InlineData("-text -lines -tagroot=route AFTER")]
    public void What_people_type_after_go_tool_pprof_answers_the_same(string words)
    {
        GoPprof.Require();
        string[] arguments =
            [.. words.Split(' ')
            .Select(word =>
            word.Replace("AFTER", _files.After, StringComparison.Ordinal)
            .Replace("BEFORE", _files.Before, StringComparison.Ordinal))];
        ToolResult theirs = ExternalTool.Run("go", ["tool", "pprof", "-symbolize=none", .. arguments]);
        ToolResult ours = ToolRun.Run(arguments);

        Assert.True(ours.ExitCode == 0, ours.Error);
        Assert.Equal(Lines(theirs.Output), Lines(ours.Output));
    }

    [Theory]
    [InlineData("top")]
    [InlineData("")]
    public void Commands_have_words_of_their_own_and_a_file_alone_is_the_table(string command)
    {
        ToolResult run = ToolRun.Run([.. command.Split(' ', StringSplitOptions.RemoveEmptyEntries), _files.After]);

        Assert.Contains(
            "      40ms 57.14% 57.14%       40ms 57.14%  Shop.Cart.Total", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Listing_finds_the_source_where_it_is_now()
    {
        File.WriteAllLines(_files.PathOf("Shop.cs"), Enumerable.Range(1, 60).Select(i => $"line {i}"));
        ToolResult run = ToolRun.Run(
            "list", "Cart.Total", _files.After, "--source-path", Path.GetDirectoryName(_files.After)!);

        Assert.Contains("      40ms       40ms     32:line 32", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Listing_without_its_source_says_how_to_name_it() =>
        Assert.Contains(
            "--source-path", ToolRun.Run("-list=Cart.Total", _files.After).Output, StringComparison.Ordinal);

    [Theory]
    [InlineData("top AFTER --focus (", "'('")]
    [InlineData("top AFTER --sample-index heap", "samples, cpu")]
    [InlineData("peek NoSuch AFTER", "No function matches 'NoSuch'")]
    [InlineData("top AFTER --base BEFORE --diff-base BEFORE", "cannot both be")]
    [InlineData("top AFTER --lines --files", "cannot both be")]
    [InlineData("diff AFTER -o X", "Two profiles are compared")]
    [InlineData("convert AFTER -o x.unknown", "--to")]
    public void Words_that_make_no_sense_are_answered_with_what_does(string words, string says)
    {
        ToolResult run = ToolRun.Run(
            [.. words.Split(' ')
            .Select(word =>
            word == "AFTER" ? _files.After : word == "BEFORE" ? _files.Before : word == "X" ? _files.PathOf("x")
            : word)]);

        Assert.Equal((int)ExitCode.Usage, run.ExitCode);
        Assert.Contains(says, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Pattern_that_matches_nothing_is_told_and_the_report_is_empty()
    {
        ToolResult run = ToolRun.Run("top", _files.After, "--focus", "NoSuch");

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("--focus matched no function", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Merged_and_subtracted_files_are_profiles()
    {
        Assert.Equal(0, ToolRun.Run("merge", _files.Before, _files.After, "-o", _files.PathOf("sum.pb.gz")).ExitCode);
        Assert.Equal(0, ToolRun.Run("diff", _files.Before, _files.After, "-o", _files.PathOf("change.pb.gz")).ExitCode);

        Assert.Contains(
            "of 120ms total", ToolRun.Run("top", _files.PathOf("sum.pb.gz")).Output, StringComparison.Ordinal);
        Assert.Contains(
            "      20ms   100%   100%       20ms   100%  System.String.Concat",
            ToolRun.Run("top", _files.PathOf("change.pb.gz")).Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("out.folded", "Shop.Main;Shop.Cart.Total 40000000")]
    [InlineData("out.speedscope.json", "speedscope.app/file-format-schema.json")]
    [InlineData("out.firefox.json", "preprocessedProfileVersion")]
    [InlineData("out.json", "traceEvents")]
    public void Converted_file_has_the_format_that_its_name_says(string name, string holds)
    {
        Assert.Equal(0, ToolRun.Run("convert", _files.After, "-o", _files.PathOf(name)).ExitCode);
        Assert.Contains(holds, File.ReadAllText(_files.PathOf(name)), StringComparison.Ordinal);
    }

    [Fact]
    public void Page_and_graph_are_written()
    {
        Assert.Equal(
            0, ToolRun.Run("html", _files.After, "-o", _files.PathOf("page.html"), "--title", "Checkout").ExitCode);
        Assert.Contains(
            "<title>Checkout</title>", File.ReadAllText(_files.PathOf("page.html")), StringComparison.Ordinal);
        Assert.StartsWith("digraph", ToolRun.Run("dot", _files.After).Output, StringComparison.Ordinal);
    }

    // Versions of the tool print times in different forms.
    private static string[] Lines(string text) =>
        [.. text.TrimEnd('\n').Split('\n').Select(line => line.TrimEnd())
            .Where(line => !line.StartsWith("Time: ", StringComparison.Ordinal))];
}
