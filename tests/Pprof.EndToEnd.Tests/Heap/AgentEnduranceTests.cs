using Pprof.TestSupport;
using Xunit;

namespace Pprof.EndToEnd.Tests.Heap;

/// <summary>The native agent switched on and off, overrun, out of handles, with a reader that fails, and in a process that ends.</summary>
public sealed class AgentEnduranceTests
{
    // 200 MB in 2,000 arrays have a standard deviation of 3.5 MB.
    private const double FewestLive = 160e6;
    private const double MostLive = 240e6;

    public AgentEnduranceTests() => ExternalTool.Require("cc", "apt-get install gcc, then build again");

    [Fact]
    public void Samples_come_each_time_it_is_on_and_never_while_it_is_off_and_no_handle_stays()
    {
        HeapWorkload run = HeapWorkload.Run("agent", "again");

        // 100 MB of arrays that are kept and 20 MB of others: 850 samples.
        Assert.True(run.Number("fewest") > 500, run.Output);
        Assert.Equal("0", run["mistakes"]);
        Assert.Equal("0", run["own"]);

        // By the runtime's own count. One for each of 30 turns would be a leak; a turn makes some 700 in all.
        Assert.InRange(run.Number("grown"), -1000, 20);
    }

    [Fact]
    public void Samples_that_find_no_room_are_counted_and_what_comes_later_is_whole()
    {
        HeapWorkload run = HeapWorkload.Run("agent", "overflow");

        Assert.Equal("True", run["refreshed"]);
        Assert.Equal("True", run["again"]);
        Assert.Equal("0", run["lost"]);
        Assert.InRange(run.Number("live"), FewestLive, MostLive);
    }

    [Fact]
    public void Samples_beyond_the_most_handles_are_unknown_and_dead_ones_make_room()
    {
        HeapWorkload run = HeapWorkload.Run("agent", "handles");

        // 5,000 arrays make 3,100 samples, of which 100 are followed.
        Assert.InRange(run.Number("unknown"), 2_500, 3_500);
        // A collection may have freed the handle of one that died since.
        Assert.InRange(run.Number("handles"), 90, 100);
        Assert.InRange(run.Number("released"), 0, 20);
        Assert.InRange(run.Number("live"), 0.75 * 100 * 160_000, 1.05 * 100 * 160_000);
        Assert.Equal("0", run["stopped"]);
    }

    [Fact]
    public void A_failure_of_the_reader_is_told_and_the_next_start_works()
    {
        HeapWorkload run = HeapWorkload.Run("agent", "fault");

        Assert.Equal("False", run["refreshed"]);
        Assert.Equal("reading the native agent's samples failed (InvalidOperationException: thrown on purpose)", run["fault"]);

        // What was followed is followed by nobody: not live, not dead.
        Assert.True(run.Number("followed") > 400, run.Output);
        Assert.Equal("0", run["live"]);
        Assert.True(run.Number("unknown") >= run.Number("followed"), run.Output);
        Assert.Equal("0", run["handles"]);

        // 20 MB are 200 samples, and those before, which nobody has read, are not among them.
        Assert.Equal("", run["reason"]);
        Assert.Equal("True", run["again"]);
        Assert.InRange(run.Number("more"), 100, 330);
        Assert.Equal("0", run["mistakes"]);
        Assert.Equal("", run["none"]);
    }

    [Fact]
    public void Process_ends_well_while_threads_are_inside_the_agent() => Assert.Equal("True", HeapWorkload.Run("agent", "exit")["samples"]);
}
