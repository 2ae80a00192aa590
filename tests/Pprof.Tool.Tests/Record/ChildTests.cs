using Pprof.Format;
using Pprof.TestSupport;
using Xunit;

namespace Pprof.Tool.Tests.Record;

/// <summary>Programs that are started for their recording.</summary>
public sealed class ChildTests
{
    private static readonly string s_program = Path.Combine(AppContext.BaseDirectory, "Pprof.Tool.Targets.dll");

    [Fact]
    public void Program_is_recorded_to_its_end_and_its_exit_code_is_the_tools()
    {
        using TemporaryFolder folder = new();
        string file = folder.PathOf("cpu.pb.gz");

        ToolResult run = ToolRun.Run("record", "-n", "1000", "-o", file, "--", "dotnet", s_program, "quit", "37");

        Assert.True(run.ExitCode == 37, run.Error);
        Assert.StartsWith("worked", run.Output, StringComparison.Ordinal);
        Assert.Contains("Targets.BriefWork.Spend", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Recording_begins_before_Main()
    {
        using TemporaryFolder folder = new();
        ToolRun.Run("record", "--hz", "1000", "-o", folder.PathOf("cpu.pb.gz"), "--", "dotnet", s_program, "quit", "0");

        using FileStream file = File.OpenRead(folder.PathOf("cpu.pb.gz"));
        ProfileData profile = ProfileDecoder.Read(file);

        // The time in which the runtime compiles Main itself has no frame of Main.
        Assert.Contains(profile.Samples, sample => !sample.Locations.SelectMany(location => location.Lines).Any(line => line.Function?.Name.Contains("Program.<Main>$", StringComparison.Ordinal) == true));
        Assert.True(profile.DurationNanos > 700_000_000, $"{profile.DurationNanos} ns");
    }

    [Fact]
    public void Program_that_cannot_be_started_is_named()
    {
        ToolResult run = ToolRun.Run("record", "--", "no-such-program");

        Assert.Equal((int)ExitCode.NotFound, run.ExitCode);
        Assert.Contains("'no-such-program' cannot be started", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Program_that_is_not_dotnet_ends_with_a_reason()
    {
        ToolResult run = ToolRun.Run("record", "--", "true");

        Assert.Equal((int)ExitCode.CannotEnter, run.ExitCode);
        Assert.Contains("The program ended with code 0", run.Error, StringComparison.Ordinal);
    }
}
