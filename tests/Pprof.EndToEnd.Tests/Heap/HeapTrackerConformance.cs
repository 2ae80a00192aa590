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
        HeapWorkload run = HeapWorkload.Run("heap", Tracker, shape, "96");

        AssertLive(run, (5 * run.Number("sigma")) + Others);
        AssertSound(run);
    }

    [Fact]
    public void Live_bytes_are_within_five_percent_of_the_retained_ones_with_ten_thousand_samples()
    {
        Require();
        HeapWorkload run = HeapWorkload.Run("heap", Tracker, "small", "1100");

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
        HeapWorkload run = HeapWorkload.Run([new(variable, value)], "heap", Tracker, "mixture", "96");

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
