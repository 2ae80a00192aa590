using System.Text;
using Pprof.Sampling;
using Xunit;

namespace Pprof.Tests.Sampling.Snapshot;

public sealed class SystemCallFileTests
{
    [Theory]
    [InlineData("202 0x7f10 0x189 0x0 0x0 0x0 0xffffffff 0x7f12a93fea10 0x7f12b9a2dd16\n", 202, 0x7f12a93fea10)]
    [InlineData("0 0x3 0x7ffd 0x400 0x0 0x0 0x0 0x7ffd10 0x7f12\n", 0, 0x7ffd10)]
    public void Line_of_a_waiting_thread_tells_the_call_and_the_stack_pointer(string line, int number, long stackPointer)
    {
        Assert.True(SystemCallFile.TryParse(Encoding.ASCII.GetBytes(line), out SystemCall call));
        Assert.Equal(new SystemCall(number, (ulong)stackPointer), call);
    }

    [Theory]
    [InlineData("running\n")]
    [InlineData("-1 0x7ffd10 0x7f12\n")]
    [InlineData("")]
    [InlineData("202 0x7f10 0x189\n")]
    [InlineData("202 0x1 0x1 0x1 0x1 0x1 0x1 ")]
    [InlineData("202 0x1 0x1 0x1 0x1 0x1 0x1 7f12\n")]
    public void Line_of_any_other_thread_is_no_answer(string line) =>
        Assert.False(SystemCallFile.TryParse(Encoding.ASCII.GetBytes(line), out _));

    [Fact]
    public void Thread_that_is_ready_to_run_waits_in_no_call()
    {
        using DeafThread busy = new();
        Assert.False(SystemCallFile.TryRead(busy.OsId, out _));
    }
}
