using System.Text.Json;
using Pprof.TestSupport;
using Xunit;

namespace Pprof.Tool.Tests.Reports;

/// <summary><c>md</c> and <c>json</c>: what a profile says, of a file, and of what changed between two.</summary>
public sealed class ReportCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Markdown_and_json_of_a_file_tell_the_same_total()
    {
        string file = Write("threads.pb.gz");
        ToolResult markdown = ToolRun.Run("md", file, "--short"), json = ToolRun.Run("json", file);

        Assert.StartsWith("# Profile\nProfile: goroutine, shown: goroutine in count. Total: **", markdown.Output, StringComparison.Ordinal);
        JsonElement report = JsonDocument.Parse(json.Output).RootElement;
        Assert.Contains($"**{report.GetProperty("total").GetInt64()}**", markdown.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Difference_of_a_file_to_itself_is_nothing()
    {
        string file = Write("threads.pb.gz");

        ToolResult result = ToolRun.Run("md", file, "--diff-base", file);

        Assert.Contains("Total: **0 (", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Value_that_is_not_there_is_answered_with_those_that_are()
    {
        ToolResult result = ToolRun.Run("md", Write("threads.pb.gz"), "--sample-index", "cpu");

        Assert.Equal((int)ExitCode.Usage, result.ExitCode);
        Assert.Contains("it has: goroutine", result.Error, StringComparison.Ordinal);
    }

    private string Write(string name)
    {
        string path = _folder.PathOf(name);
        using FileStream file = File.Create(path);
        Profile.Lookup("goroutine")!.WriteTo(file);
        return path;
    }
}
