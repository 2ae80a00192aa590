using System.Diagnostics;
using Pprof.TestSupport;
using Pprof.Tool.Tests.Support;
using Xunit;

namespace Pprof.Tool.Tests.Record;

/// <summary>What cannot be recorded says why, and what to do.</summary>
public sealed class RefusalTests
{
    [Fact]
    public void Process_that_is_not_there() => EnsureRefused(ExitCode.NotFound, "There is no process 4194305.", "-p", "4194305");

    [Fact]
    public void Name_that_nothing_has() => EnsureRefused(ExitCode.NotFound, "No .NET process is named 'no-such-name'.", "--name", "no-such-name");

    [Fact]
    public void Kind_that_there_is_none_of() => EnsureRefused(ExitCode.Usage, "'cpuu' is nothing that can be recorded. There are cpu,", "cpuu", "-p", "1");

    [Fact]
    public void Nothing_named_at_all() => EnsureRefused(ExitCode.Usage, "Of what? Name a process by -p PID", "cpu");

    [Theory]
    [InlineData("--seconds", "0")]
    [InlineData("--seconds", "-1")]
    [InlineData("--seconds", "1e9")]
    [InlineData("--hz", "0")]
    [InlineData("--hz", "5000")]
    [InlineData("--windows", "0.01")]
    [InlineData("--windows", "5")]
    public void Number_out_of_range_is_repeated(string option, string value) =>
        EnsureRefused(ExitCode.Usage, $"{option} {double.Parse(value, System.Globalization.CultureInfo.InvariantCulture)}", "-p", $"{Environment.ProcessId}", option, value);

    [Fact]
    public void Process_that_is_not_dotnet()
    {
        using Process sleep = Process.Start("sleep", "60");
        try
        {
            EnsureRefused(ExitCode.CannotEnter, "is no .NET program.", "-p", $"{sleep.Id}");
        }
        finally
        {
            sleep.Kill();
        }
    }

    [Theory]
    [InlineData("DOTNET_EnableDiagnostics")]
    [InlineData("DOTNET_EnableDiagnostics_IPC")]
    public void Diagnostics_that_are_switched_off_name_the_setting(string setting)
    {
        using Target target = Target.Start("idle", (setting, "0"));

        EnsureRefused(ExitCode.CannotEnter, $"runs with {setting}=0", "-p", $"{target.Pid}");
    }

    [Fact]
    public void Process_that_is_stopped()
    {
        using Target target = Target.Start("idle");
        Assert.Equal(0, ExternalTool.Run("kill", ["-STOP", $"{target.Pid}"]).ExitCode);

        EnsureRefused(ExitCode.CannotEnter, $"kill -CONT {target.Pid}", "-p", $"{target.Pid}");
    }

    [Fact]
    public void Startup_hooks_that_are_switched_off()
    {
        using TemporaryFolder folder = new();
        using Target target = WallTests.StartWithoutHooks("idle", folder.PathOf("settings.json"));

        EnsureRefused(ExitCode.CannotEnter, "startup hooks switched off", "heap", "-p", $"{target.Pid}");
    }

    [Fact]
    public void File_that_cannot_be_written_is_found_out_before()
    {
        using Target target = Target.Start("idle");

        EnsureRefused(ExitCode.Failed, "'/proc/none/x.pb.gz' cannot be written", "-p", $"{target.Pid}", "-o", "/proc/none/x.pb.gz");
    }

    private static void EnsureRefused(ExitCode code, string words, params string[] arguments)
    {
        ToolResult run = ToolRun.Run(["record", .. arguments]);

        Assert.Contains(words, run.Error, StringComparison.Ordinal);
        Assert.Equal((int)code, run.ExitCode);
        Assert.Empty(run.Output);
    }
}
