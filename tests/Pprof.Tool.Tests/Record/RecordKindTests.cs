using Pprof.Format;
using Pprof.TestSupport;
using Pprof.Tool.Recording;
using Pprof.Tool.Tests.Support;
using Xunit;

namespace Pprof.Tool.Tests.Record;

/// <summary>Every kind of profile, of programs that know nothing of the profiler.</summary>
public sealed class RecordKindTests
{
    private static readonly string[] s_kinds = [.. RecordKinds.All.Keys];

    [Theory]
    [InlineData("loop")]
    [InlineData("web")]
    public void Every_kind_has_something_in_it_that_go_tool_pprof_reads_in_silence(string program)
    {
        GoPprof.Require();
        using TemporaryFolder folder = new();
        using Target target = Target.Start(program);

        ToolResult run = ToolRun.Run(["record", "-p", $"{target.Pid}", .. s_kinds, "--seconds", "1.5", "-o", folder.PathOf()]);

        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Equal(s_kinds.Select(RecordKinds.FileName).Order(), Directory.GetFiles(folder.PathOf()).Select(Path.GetFileName).Order());
        Assert.All(s_kinds.Except([RecordKinds.Trace]), kind => EnsureReadable(folder.PathOf(RecordKinds.FileName(kind)), kind));
    }

    [Fact]
    public void Single_profile_is_written_to_the_file_that_was_named_and_shown()
    {
        using TemporaryFolder folder = new();
        using Target target = Target.Start("loop");
        string file = folder.PathOf("now.pb.gz");

        ToolResult run = ToolRun.Run("record", "-p", $"{target.Pid}", "--seconds", "1", "-o", file);

        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Matches(@"^cpu: [\d.]+m?s in ", run.Output);
        Assert.Contains("Pprof.Tool.Targets.Loop.Calculate", run.Output, StringComparison.Ordinal);
        Assert.Contains($"cpu is in {file}", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Cpu_time_in_the_profile_is_what_the_process_says_it_has_used_with_windows_of_time_too()
    {
        using TemporaryFolder folder = new();
        using Target target = Target.Start("loop");
        string file = folder.PathOf("cpu.pb.gz");

        ToolResult run = ToolRun.Run("record", "-p", $"{target.Pid}", "--seconds", "4", "--hz", "500", "--windows", "0.5", "--thread-labels", "-o", file);
        CpuTruth truth = new(target.End().Output);

        Assert.True(run.ExitCode == 0, run.Error);
        using FileStream stream = File.OpenRead(file);
        ProfileData profile = ProfileDecoder.Read(stream);
        double used = truth.Between(profile.TimeNanos, (double)profile.TimeNanos + profile.DurationNanos);
        Assert.InRange(profile.Samples.Sum(sample => sample.Values[1]) / used, 0.98, 1.02);
        long[] windows = [.. profile.Samples.SelectMany(sample => sample.Labels).Where(label => label.Key == "window").Select(label => label.Number).Distinct()];
        Assert.InRange(windows.Length, 4, 12);
        Assert.All(windows, window => Assert.Equal(0, window % 500_000_000));

        // Not what was lost, of which only the time is known.
        Assert.All(profile.Samples.Where(sample => sample.Labels.Count > 0), sample => Assert.Contains(sample.Labels, label => label.Key == "thread"));
        Assert.InRange(profile.Samples.Where(sample => sample.Labels.Count > 0).Sum(sample => sample.Values[1]) / used, 0.9, 1.02);
    }

    [Fact]
    public void Answer_as_json_names_the_files()
    {
        using TemporaryFolder folder = new();
        using Target target = Target.Start("idle");

        ToolResult run = ToolRun.Run("record", "-p", $"{target.Pid}", "goroutine", "threadcreate", "--seconds", "0.2", "-o", folder.PathOf(), "--json");

        using System.Text.Json.JsonDocument answer = System.Text.Json.JsonDocument.Parse(run.Output);
        Assert.Equal(
            ["goroutine.pb.gz", "threadcreate.pb.gz"],
            answer.RootElement.GetProperty("profiles").EnumerateArray().Select(profile => Path.GetFileName(profile.GetProperty("path").GetString())));
    }

    private static void EnsureReadable(string file, string kind)
    {
        ToolResult top = GoPprof.RunOnFile(file, "-top", "-nodecount=5");
        Assert.True(top.ExitCode == 0 && top.Error.Split('\n').All(line => line.Length == 0 || line.StartsWith("Main binary", StringComparison.Ordinal)), $"{kind}: {top.Error}");
        using FileStream stream = File.OpenRead(file);
        Assert.True(ProfileDecoder.Read(stream).Samples.Count > 0, $"{kind} is empty");
    }
}
