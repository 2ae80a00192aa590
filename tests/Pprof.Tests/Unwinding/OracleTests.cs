using System.Diagnostics;
using Pprof.Unwinding;
using Pprof.Workloads.Oracle;
using Xunit;

namespace Pprof.Tests.Unwinding;

/// <summary>
/// The runtime is the oracle: over random call trees, our stack equals <see cref="StackTrace"/> frame for frame. The report
/// says how often each kind of call, of code and of Frame was among the stacks; a kind that never was fails the test.
/// </summary>
[Collection("Call trees: one at a time")]
[Trait("Part", "slow")]
public class OracleTests(ITestOutputHelper output)
{
    private const int Captures = 1500;

    // In a process of its own: in this one, other tests may have called the library's methods often enough for their
    // ready-to-run code to be replaced before a stack with it was ever seen.
    [Fact]
    public void Every_stack_equals_the_runtimes_own_reaches_the_root_and_every_kind_of_call_occurs()
    {
        (int exitCode, string report) = Run("TieredCompilation=1", "oracle", $"{Captures}", "1");
        output.WriteLine(report);
        Assert.True(exitCode == 0, report);
        Assert.Contains(report.Split('\n'), line => line == "never hit: nothing");
    }

    [Fact]
    public void In_a_process_with_other_work_every_stack_equals_the_runtimes_own()
    {
        OracleRun run = RunOnOwnThread(StackUnwinder.Create());
        Assert.True(run.Exact == run.Captures, run.Report());
        Assert.Equal(run.Captures, run.AtRoot);
    }

    [Theory]
    [InlineData("TieredCompilation=0")]
    [InlineData("TieredPGO=0")]
    [InlineData("ReadyToRun=0")]
    [InlineData("TC_CallCountThreshold=0x7fff")]
    [InlineData("TC_QuickJitForLoops=0")]
    public void Every_stack_equals_the_runtimes_own_however_the_code_was_compiled(string setting)
    {
        (int exitCode, string report) = Run(setting, "oracle", $"{Captures}", "2");
        output.WriteLine(report);
        Assert.True(exitCode == 0, report);
    }

    [Theory]
    [InlineData("TieredPGO=1")]
    [InlineData("TieredCompilation=0")]
    public void Without_the_runtimes_description_every_stack_is_equal_but_for_filters_and_frameless_methods(string setting)
    {
        (int exitCode, string report) = Run(setting, "fallback", $"{Captures}", "3");
        output.WriteLine(report);
        Assert.StartsWith("method prologues, because", report, StringComparison.Ordinal);
        Assert.True(exitCode == 0, report);
    }

    // The test runner's own calls below a test are deeper than the copy that is made of a stack.
    private static OracleRun RunOnOwnThread(StackUnwinder unwinder)
    {
        var run = new OracleRun(unwinder, seed: 1);
        var thread = new Thread(() => run.Compare(Captures));
        thread.Start();
        thread.Join();
        return run;
    }

    private static (int ExitCode, string Output) Run(string setting, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(OracleRun).Assembly.Location, .. arguments]) { RedirectStandardOutput = true };
        start.Environment["DOTNET_" + setting.Split('=')[0]] = setting.Split('=')[1];
        using Process process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output);
    }
}
