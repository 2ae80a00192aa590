using Pprof.Profiles.Waits;
using Xunit;

namespace Pprof.Tests.Profiles.Waits;

public sealed class WaitTallyTests
{
    // The sentences stand in deltas too, whose seconds are others.
    [Fact]
    public void What_is_left_out_is_told_as_a_total_of_the_process()
    {
        WaitTally tally = new();
        tally.Idle(1_500_000_000);
        tally.Idle(500_000_000);
        tally.Unpaired(3);
        string[] told = [.. tally.Tell()];

        Assert.Equal("2 waits of idle threads (pool, timers, Thread.Sleep, this library), 2 s in all since the process began, are left out.", told[0]);
        Assert.StartsWith("3 waits since the process began are left out: ", told[1], StringComparison.Ordinal);
    }
}
