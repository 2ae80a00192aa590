using Xunit;

namespace Pprof.EndToEnd.Tests.Heap;

/// <summary>Objects that are replaced while background collections run.</summary>
public sealed class GcEventChurnTests
{
    // Live objects that are the program's and the runtime's own, those of a second recording among them: some samples of 100 KB each.
    private const double Others = 3e6;
    private const int MostRuns = 3;

    [Theory]
    [InlineData("same", null, null)]
    [InlineData("changing", null, null)]
    [InlineData("changing", "DOTNET_gcServer", "1")]
    [InlineData("same", "DOTNET_GCName", "libclrgc.so")] // segments instead of regions
    public void Live_bytes_are_the_retained_ones_within_five_sigma_after_churn(string session, string? variable, string? value)
    {
        KeyValuePair<string, string>[] environment = variable is null ? [] : [new(variable, value!)];
        HeapWorkload run = Run(environment, session);

        Assert.Equal("0", run["mistakes"]);
        Assert.Equal("0", run["unknown"]);
        Assert.Equal("1", run["quiet.whole"]);
        Assert.Equal("1", run["released.whole"]);
        Assert.True(Math.Abs(run.Number("quiet.live") - run.Number("quiet.retained")) <= (5 * run.Number("quiet.sigma")) + Others, run.Output);
        Assert.True(run.Number("released.live") <= (0.01 * run.Number("quiet.retained")) + Others, run.Output);
    }

    // An event that was being written while the session was changed may come after younger ones, or events may be lost on a busy machine: then samples are unknown,
    // which other tests look at.
    private static HeapWorkload Run(KeyValuePair<string, string>[] environment, string session)
    {
        HeapWorkload run = HeapWorkload.Run(environment, "churn", "gc events", session);
        for (int i = 1; i < MostRuns && run["unknown"] != "0"; i++)
        {
            run = HeapWorkload.Run(environment, "churn", "gc events", session);
        }

        return run;
    }
}
