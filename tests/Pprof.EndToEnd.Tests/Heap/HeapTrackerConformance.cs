using Xunit;

namespace Pprof.EndToEnd.Tests.Heap;

/// <summary>What every way of following objects must get right: the same programs, the same truth.</summary>
public abstract class HeapTrackerConformance
{
    // Live objects that are the program's and the runtime's own: some samples of 100 KB each.
    private const double Others = 2e6;

    /// <summary>The tracker's own name.</summary>
    protected abstract string Tracker { get; }

    /// <summary>Skips where it cannot work.</summary>
    protected virtual void Require()
    {
    }

    /// <summary>How often a program is run until the tracker has lost nothing: where it may, on a busy machine, and says so.</summary>
    protected virtual int MostRuns => 1;

    private HeapWorkload Run(IEnumerable<KeyValuePair<string, string>> environment, string shape, string megabytes)
    {
        HeapWorkload run = HeapWorkload.Run(environment, "heap", Tracker, shape, megabytes);
        for (int i = 1; i < MostRuns && !IsWhole(run); i++)
        {
            run = HeapWorkload.Run(environment, "heap", Tracker, shape, megabytes);
        }

        return run;
    }

    private static bool IsWhole(HeapWorkload run) =>
        (run["lost"], run["unknown"], run["kept.whole"], run["later.whole"]) == ("0", "0", "1", "1");

    [Theory]
    [InlineData("small")]
    [InlineData("strings")]
    [InlineData("large")]
    [InlineData("mixture")]
    [InlineData("pinned")]
    [InlineData("finalizable")]
    [InlineData("weak")]
    [InlineData("compacted")]
    public void Live_bytes_are_the_retained_ones_within_five_sigma_through_every_kind_of_collection_and_nothing_after_release(string shape)
    {
        Require();
        HeapWorkload run = Run([], shape, "96");

        AssertLive(run, (5 * run.Number("sigma")) + Others);
        AssertSound(run);
    }

    [Fact]
    public void Live_bytes_are_within_five_percent_of_the_retained_ones_with_ten_thousand_samples()
    {
        Require();
        HeapWorkload run = Run([], "small", "1100");

        Assert.True(run.Number("kept.samples") >= 10_000, run.Output);
        AssertLive(run, 0.05 * run.Number("retained"));
        AssertSound(run);
    }

    [Theory]
    [InlineData("DOTNET_gcServer", "1")]
    [InlineData("DOTNET_gcConcurrent", "0")]
    [InlineData("DOTNET_GCgen0size", "400000")] // hexadecimal: 4 MB, a collection for every few dozen samples
    public void Live_bytes_are_right_with_every_kind_of_collector(string variable, string value)
    {
        Require();
        HeapWorkload run = Run([new(variable, value)], "mixture", "96");

        AssertLive(run, (5 * run.Number("sigma")) + Others);
        AssertSound(run);
    }

    private static void AssertLive(HeapWorkload run, double tolerance)
    {
        foreach (string step in (string[])["kept", "later"])
        {
            Assert.True(Math.Abs(run.Number($"{step}.live") - run.Number("retained")) <= tolerance, $"{step}, tolerance {tolerance:0}\n{run.Output}");
            Assert.Equal("1", run[$"{step}.whole"]);
        }

        Assert.True(run.Number("released.live") <= (run.Number("retained") * 0.01) + Others, run.Output);
    }

    private static void AssertSound(HeapWorkload run)
    {
        Assert.Equal("", run["fault"]);
        Assert.Equal("0", run["mistakes"]);
        Assert.True(run.Number("deepest") >= 5, run.Output); // the program's own way from its entry to an allocation
        Assert.Equal("0", run["unknown"]);
        Assert.Equal("0", run["lost"]);
        Assert.Equal("0", run["after"]);
        Assert.Equal(run["released.live"], run["stopped.live"]);
    }
}
