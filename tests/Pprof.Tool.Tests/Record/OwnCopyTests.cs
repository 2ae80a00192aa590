using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Pprof.TestSupport;
using Pprof.Tool.Tests.Support;
using Xunit;

namespace Pprof.Tool.Tests.Record;

/// <summary>Programs that use the package themselves: neither copy of the library disturbs the other.</summary>
public sealed partial class OwnCopyTests
{
    private static readonly string s_program = Path.Combine(AppContext.BaseDirectory, "Pprof.Tool.OwnTarget.dll");

    [Theory]
    [InlineData("before")]
    [InlineData("after")]
    public void Both_record_everything(string order)
    {
        using TemporaryFolder folder = new();
        using Target target = Target.StartReady(new ProcessStartInfo("dotnet", [s_program, order]));

        ToolResult run = ToolRun.Run("record", "-p", $"{target.Pid}", "cpu", "allocs", "exceptions", "goroutine", "--seconds", "1", "-o", folder.PathOf());
        ToolResult end = target.End();
        string[] own = end.Output.Split('\n');

        Assert.True(run.ExitCode == 0, run.Error);
        EnsureOfTool(folder.PathOf("cpu.pb.gz"), "cpu", "Load.Run");
        EnsureOfTool(folder.PathOf("exceptions.pb.gz"), "exceptions", "Load.Throw");
        EnsureOfTool(folder.PathOf("allocs.pb.gz"), "alloc_space", "Load.Run");
        EnsureOfTool(folder.PathOf("goroutine.pb.gz"), "goroutine", "Load.Run");
        Assert.Contains("enabled True", own);
        EnsureOwn(own, "cpu", "Load.Run");
        EnsureOwn(own, "exceptions", "Load.Throw");
        EnsureOwn(own, "heap", "Load.Run");
        EnsureOwn(own, "goroutine", "Load.WaitAsync");
        Assert.Equal(0, end.ExitCode);
    }

    [Fact]
    public void Cpu_time_of_the_programs_own_profile_stays_what_the_process_used()
    {
        using TemporaryFolder folder = new();
        using Target target = Target.StartReady(new ProcessStartInfo("dotnet", [s_program, "before"]));

        ToolRun.Run("record", "-p", $"{target.Pid}", "cpu", "--seconds", "1", "-o", folder.PathOf("cpu.pb.gz"));
        string own = target.End().Output.Split('\n').Single(line => line.StartsWith("cpu ", StringComparison.Ordinal));

        double counted = double.Parse(own.Split(' ')[1], CultureInfo.InvariantCulture) / 1e6;
        double used = double.Parse(ProcessTime().Match(own).Groups[1].Value, CultureInfo.InvariantCulture);
        Assert.InRange(counted / used, 0.97, 1.03);
        Assert.Matches(@"; lost: \d\d?(\.\d+)? ms", own);
    }

    private static void EnsureOfTool(string file, string type, string function)
    {
        using FileStream stream = File.OpenRead(file);
        ProfileReport report = ProfileReport.Read(stream);
        Assert.Equal(type, report.SampleType);
        Assert.Contains(report.Rows, row => row.Function == $"Pprof.Tool.OwnTarget.{function}");
        Assert.DoesNotContain(report.Comments, Shortcoming().IsMatch);
    }

    private static void EnsureOwn(string[] said, string name, string function)
    {
        string line = said.Single(line => line.StartsWith(name + " ", StringComparison.Ordinal));
        Assert.Contains($"Pprof.Tool.OwnTarget.{function}", line, StringComparison.Ordinal);
        Assert.DoesNotMatch(Shortcoming(), line);
    }

    // But for "degraded: 6 ms of CPU time are lost", of threads that ended.
    [GeneratedRegex(@"may be missing|degraded: (?!\d)")]
    private static partial Regex Shortcoming();

    [GeneratedRegex(@"process CPU time meanwhile: ([\d.]+) ms")]
    private static partial Regex ProcessTime();
}
