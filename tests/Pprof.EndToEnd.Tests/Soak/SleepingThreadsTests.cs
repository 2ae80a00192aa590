using System.Text.RegularExpressions;
using Pprof.TestSupport;
using Xunit;

namespace Pprof.EndToEnd.Tests.Soak;

/// <summary>
/// Threads that use no CPU time are left alone while a CPU profile is taken, and while the stacks of all threads are. Ten kinds of blocking calls with a time-out of 200 ms, each on three threads:
/// started before the profile, after it, and after threads that compute. The short form; <c>dotnet run -c Release --project tests/Pprof.Soak -- sleepers</c>
/// is the long one.
/// </summary>
public sealed partial class SleepingThreadsTests
{
    private const string Seconds = "2.5";

    [Theory]
    [InlineData("10", "2", "short")]
    [InlineData("100", "1", "long")]
    [InlineData("100", "2", "short")]
    [InlineData("1000", "1", "short")]
    [InlineData("1000", "2", "long")]
    public void No_wait_ends_early_or_begins_anew_while_a_CPU_profile_is_taken(string frequency, string cores, string lives)
    {
        ToolResult result = Run(frequency, cores, lives);
        Assert.True(result.ExitCode == 0, result.Output + result.Error);
        // A time-out that begins anew with each signal lasts as long as the profile.
        Assert.True(FewestCalls(result) >= 3, result.Output);
    }

    [Theory]
    [InlineData("2", "short")]
    [InlineData("1", "long")]
    public void No_wait_ends_early_or_begins_anew_while_threads_are_dumped(string cores, string lives)
    {
        ToolResult result = Run("goroutine", cores, lives);
        Assert.True(result.ExitCode == 0, result.Output + result.Error);
        Assert.True(FewestCalls(result) >= 3, result.Output);
    }

    // Shows that the tests above can fail.
    [Fact]
    public void Waits_would_end_early_if_a_signal_were_sent_to_sleeping_threads()
    {
        ToolResult result = Run("signals", "2", "long");
        Assert.Equal(1, result.ExitCode);
        Assert.Matches(@"poll +\| [1-9]\d* /", result.Output);
    }

    private static ToolResult Run(string disturbance, string cores, string lives) =>
        ExternalTool.Run("dotnet", Path.Combine(AppContext.BaseDirectory, "Pprof.Soak.dll"), "sleepers", "one", disturbance, cores, lives, Seconds);

    private static int FewestCalls(ToolResult result) => int.Parse(Fewest().Match(result.Output).Groups[1].Value, null);

    [GeneratedRegex(@"fewest calls of a thread: (\d+)")]
    private static partial Regex Fewest();
}
