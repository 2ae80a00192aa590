using Pprof.Unwinding;
using Pprof.Workloads.Oracle;
using Xunit;

namespace Pprof.Tests.Unwinding;

[Collection("Call trees: one at a time")]
[Trait("Part", "slow")]
public class AsynchronousTests(ITestOutputHelper output)
{
    private const int Samples = 1000;

    [Fact]
    public void Thread_stopped_at_any_instruction_shows_every_caller_up_to_its_root()
    {
        AsynchronousRun run = new AsynchronousRun(StackUnwinder.Create(), seed: 1).Sample(Samples);
        output.WriteLine(run.Report());
        Assert.Equal(Samples, run.Samples);
        Assert.True(run.NativeLeaves > Samples / 20, run.Report());
        // The copied write barrier and the like have no call frame information; there one stale word in a thousand may deceive.
        Assert.True(run.Right >= Samples * 0.995 && run.AtRoot >= Samples * 0.995, run.Report());
    }
}
