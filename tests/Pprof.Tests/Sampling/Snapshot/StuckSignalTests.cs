using System.Text;
using Pprof.Sampling;
using Xunit;

namespace Pprof.Tests.Sampling.Snapshot;

public sealed class StuckSignalTests
{
    [Theory]
    [InlineData("0000000200000000", "0000000200000000", 34, true)]
    [InlineData("0000000200000000", "0000000000000000", 34, false)]
    [InlineData("0000000000000000", "fffffffe7ffbfeff", 34, false)]
    [InlineData("0000000200000000", "0000000200000000", 35, false)]
    [InlineData("8000000000000000", "ffffffffffffffff", 64, true)]
    public void Signal_is_stuck_when_it_waits_and_is_blocked(string pending, string blocked, int signal, bool isStuck) =>
        Assert.Equal(isStuck, StuckSignal.IsIn(
            Encoding.ASCII.GetBytes($"Name:\ta\nSigQ:\t1/2\nSigPnd:\t{pending}\nShdPnd:\t0000000000000000\nSigBlk:\t{blocked}\nSigIgn:\t0\n"), signal));

    [Fact]
    public void Text_of_another_kind_tells_nothing() => Assert.False(StuckSignal.IsIn("running"u8, 34));

    [Fact]
    public void Thread_that_blocks_nothing_is_not_stuck() => Assert.False(StuckSignal.IsIn(StackCapture.CurrentThreadId, 34));
}
