using Pprof.TestSupport;
using Pprof.Tool.Recording;
using Pprof.Tool.Tests.Support;
using Xunit;

namespace Pprof.Tool.Tests;

/// <summary>How the tool speaks: help by example, completion, no colours where nobody sees them.</summary>
public sealed class MannersTests
{
    [Theory]
    [InlineData("", "dotnet pprof record -p 1234")]
    [InlineData("record", "-- dotnet app.dll")]
    [InlineData("ps", "dotnet pprof ps --json")]
    [InlineData("top", "dotnet pprof top -p 1234 allocs --seconds 5")]
    [InlineData("md", "dotnet pprof md heap2.pb.gz --diff-base heap1.pb.gz")]
    [InlineData("json", "dotnet pprof json cpu.pb.gz")]
    [InlineData("completion", "source <(dotnet-pprof completion bash)")]
    public void Help_teaches_by_example(string command, string example)
    {
        ToolResult run = ToolRun.Run([.. command.Split(' ', StringSplitOptions.RemoveEmptyEntries), "--help"]);

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("Usage:", run.Output, StringComparison.Ordinal);
        Assert.Contains(example, run.Output[run.Output.IndexOf("Examples:", StringComparison.Ordinal)..], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("dotnet-pprof re", "record")]
    [InlineData("dotnet-pprof record gor", "goroutine")]
    [InlineData("dotnet-pprof record --sec", "--seconds")]
    public void Words_are_completed(string line, string expected) =>
        Assert.Contains(expected, ToolRun.Run($"[suggest:{line.Length}]", line).Output.Split('\n'));

    [Fact]
    public void Numbers_of_processes_are_completed()
    {
        using Target target = Target.Start("idle");
        const string line = "dotnet-pprof record -p ";

        Assert.Contains($"{target.Pid}", ToolRun.Run($"[suggest:{line.Length}]", line).Output.Split('\n'));
    }

    [Theory]
    [InlineData("bash", "complete -o default -F _dotnet_pprof dotnet-pprof")]
    [InlineData("zsh", "compdef _dotnet_pprof dotnet-pprof")]
    [InlineData("fish", "complete -c dotnet-pprof")]
    public void Shells_are_told_how(string shell, string words) => Assert.Contains(words, ToolRun.Run("completion", shell).Output, StringComparison.Ordinal);

    [Fact]
    public void Script_for_bash_is_one_that_bash_takes()
    {
        ToolResult bash = ExternalTool.Run("bash", ["-c", $"{ToolRun.Run("completion", "bash").Output}\ncomplete -p dotnet-pprof"]);

        Assert.Equal((0, ""), (bash.ExitCode, bash.Error));
    }

    [Fact]
    public void Output_that_is_no_terminal_has_no_colours_and_no_cut_lines()
    {
        using Target target = Target.Start("idle", ("DOTNET_EnableDiagnostics", "0"));

        ToolResult run = ToolRun.Run("ps");

        Assert.DoesNotContain('\e', run.Output);
        Assert.Contains(run.Output.Split('\n'), line => line.StartsWith($"{target.Pid} ", StringComparison.Ordinal) && line.Contains("no: diagnostics off", StringComparison.Ordinal) && line.EndsWith("Pprof.Tool.Targets.dll idle", StringComparison.Ordinal));
    }

    [Fact]
    public void Page_about_the_tool_names_every_kind_and_every_exit_code()
    {
        string page = File.ReadAllText(Path.Combine(RepositoryRoot(), "docs", "tool.md"));

        Assert.All(RecordKinds.All.Keys, kind => Assert.Contains($"| `{kind}` |", page, StringComparison.Ordinal));
        Assert.All(Enum.GetValues<ExitCode>(), code => Assert.Contains($"| {(int)code} |", page, StringComparison.Ordinal));
    }

    private static string RepositoryRoot()
    {
        DirectoryInfo folder = new(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Pprof.slnx")))
        {
            folder = folder.Parent!;
        }

        return folder.FullName;
    }
}
