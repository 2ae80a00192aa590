using System.Diagnostics;
using Pprof.Workloads.Oracle;
using Xunit;

namespace Pprof.Tests.Profiles.OwnStack;

/// <summary>The runtime is the oracle: over random call trees, the stack a thread finds of itself equals <see cref="StackTrace"/> frame for frame.</summary>
[Collection("Call trees: one at a time")]
[Trait("Part", "slow")]
public sealed class LiveStackOracleTests(ITestOutputHelper output)
{
    private const int Captures = 3000;

    [Theory]
    [InlineData("TieredCompilation=1")]
    [InlineData("TieredCompilation=0")]
    [InlineData("TieredPGO=0")]
    [InlineData("ReadyToRun=0")]
    [InlineData("TC_CallCountThreshold=0x7fff")]
    [InlineData("TC_QuickJitForLoops=0")]
    [InlineData("EnableDiagnostics=0")]
    public void Every_stack_equals_the_runtimes_own_however_the_code_was_compiled_and_without_diagnostics(string setting)
    {
        ProcessStartInfo start = new("dotnet", [typeof(LiveRun).Assembly.Location, "live", $"{Captures}", "7"]) { RedirectStandardOutput = true };
        start.Environment["DOTNET_" + setting.Split('=')[0]] = setting.Split('=')[1];
        using Process process = Process.Start(start)!;
        string report = process.StandardOutput.ReadToEnd();
        process.WaitForExit();

        output.WriteLine(report);
        Assert.True(process.ExitCode == 0, report);
        Assert.Contains("never hit: nothing", report, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(3, false)]
    [InlineData(0, true)]
    [InlineData(3, true)]
    public void In_a_process_with_other_work_and_frames_left_out_it_does_by_either_way(int skip, bool isTraced)
    {
        LiveRun run = new(seed: 6, skip, isTraced);
        Thread thread = new(() => run.Compare(500));
        thread.Start();
        thread.Join();

        Assert.True(run.Exact == run.Captures, run.Report());
    }
}
