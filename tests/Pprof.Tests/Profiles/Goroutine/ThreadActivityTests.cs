using Pprof.Profiles.Goroutine;
using Pprof.Profiles.Operations;
using Pprof.Runtime;
using Pprof.Sampling;
using Pprof.Symbolization;
using Xunit;

namespace Pprof.Tests.Profiles.Goroutine;

public sealed class ThreadActivityTests
{
    private const int Futex = 202;

    [Theory]
    [InlineData("sleeping", "System.Threading.Thread.Sleep < Shop.Run")]
    [InlineData("blocked in Monitor.Enter", "System.Threading.Monitor.Enter_Slowpath < System.Threading.Monitor.Enter < Shop.Run")]
    [InlineData("waiting in Monitor.Wait", "System.Threading.Monitor.Wait < Shop.Run")]
    [InlineData("waiting in SemaphoreSlim.Wait", "System.Threading.Monitor.Wait < System.Threading.SemaphoreSlim.WaitCore < Shop.Run")]
    [InlineData("waiting in Task.Wait", "System.Threading.Monitor.Wait < System.Threading.ManualResetEventSlim.Wait < System.Threading.Tasks.Task.InternalWait < System.Threading.Tasks.Task<int>.GetResultCore < Shop.Run")]
    [InlineData("waiting in Socket.Accept", "Interop.Sys.Accept.__PInvoke < System.Net.Sockets.SocketPal.Accept < System.Net.Sockets.Socket.Accept < Shop.Run")]
    [InlineData("idle in the thread pool", "System.Threading.LowLevelLifoSemaphore.WaitForSignal < System.Threading.PortableThreadPool.WorkerThread.WorkerThreadStart < System.Threading.Thread.StartCallback")]
    [InlineData("waiting", "Shop.Run < System.Threading.Tasks.Task.Wait")]
    public void State_of_a_waiting_thread_is_the_outermost_known_method_above_the_wait(string state, string frames) =>
        Assert.Equal(state, ThreadActivity.Of(new SystemCall(Futex, 1), Frames(frames)));

    [Theory]
    [InlineData(35, "sleeping")]
    [InlineData(7, "polling")]
    [InlineData(61, "waiting for a process")]
    [InlineData(9999, "in system call 9999")]
    public void State_of_a_wait_in_a_native_library_is_told_by_the_system_call(int number, string state) =>
        Assert.Equal(state, ThreadActivity.Of(new SystemCall(number, 1), Frames("Shop.Native.Wait < Shop.Run")));

    [Fact]
    public void Method_of_the_program_in_a_namespace_of_the_framework_is_no_wait() => Assert.Equal(
        "waiting",
        ThreadActivity.Of(new SystemCall(Futex, 1), [new FunctionSymbol("System.Threading.Tasks.Task.Mine", "") { Module = new(CodeOrigin.Program, "Shop") }]));

    [Fact]
    public void Thread_outside_of_a_system_call_is_running() =>
        Assert.Equal("running", ThreadActivity.Of(default, Frames("System.Threading.Thread.Sleep")));

    private static IEnumerable<FunctionSymbol?> Frames(string names) => names.Split(" < ").Select(name => new FunctionSymbol(name, "")
    {
        Module = name.StartsWith("Shop.", StringComparison.Ordinal) ? new(CodeOrigin.Program, "Shop") : new(CodeOrigin.Framework, "System.X"),
    });
}
