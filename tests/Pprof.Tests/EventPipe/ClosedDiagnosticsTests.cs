using Pprof.TestSupport;
using Pprof.Workloads.Oracle;
using Xunit;

namespace Pprof.Tests.EventPipe;

/// <summary>Programs whose diagnostics are switched off, or cannot be reached.</summary>
[Trait("Part", "slow")]
public sealed class ClosedDiagnosticsTests
{
    [Theory]
    [InlineData("DOTNET_EnableDiagnostics", "0")]
    [InlineData("DOTNET_EnableDiagnostics_IPC", "0")]
    [InlineData("TMPDIR", "/proc")]
    public void Everything_that_needs_no_events_works_and_thread_starts_say_why_not(string variable, string value)
    {
        ToolResult result = ExternalTool.Run(
            "dotnet", [typeof(OracleRun).Assembly.Location, "closed"], [new KeyValuePair<string, string>(variable, value)]);

        Assert.True(result.ExitCode == 0, result.Output + result.Error);
        Assert.Equal("", result.Error);
        Assert.Contains("custom: 1 True\ncpu: True\nenabled: None\n", result.Output);
        Assert.Matches("reason: Thread starts cannot be recorded: no event session can be opened on this process .*DOTNET_EnableDiagnostics=0.*\\.\n", result.Output);
        Assert.Contains("text: threadcreate profile: total 0 | # Thread starts cannot be recorded: no event session", result.Output);
        Assert.Matches("heap: heap profile: 0: 0 \\[0: 1\\] @ heap/204800 .*# Allocations cannot be recorded: agent: .*System\\.GC", result.Output);
        Assert.Matches("heap reason: Allocations cannot be recorded: .*\\.\n", result.Output);
        Assert.Matches("others: .*goroutine.*threadcreate", result.Output);
        Assert.Contains("threads left: 0\nquick: True", result.Output);
    }
}
