using System.Reflection;
using Pprof.Profiles.Waits;
using Xunit;

namespace Pprof.Tests.Profiles.Waits;

/// <summary>What a method on the stack of a wait is taken for. The names are the runtime's private ones: where they change, idle threads would show as waits.</summary>
public sealed class WaitFramesTests
{
    private const BindingFlags Any = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    [Theory]
    [InlineData("System.Threading.PortableThreadPool+GateThread, System.Private.CoreLib", nameof(WaitRole.Idle))]
    [InlineData("System.Threading.PortableThreadPool+WaitThread, System.Private.CoreLib", nameof(WaitRole.Idle))]
    [InlineData("System.Threading.PortableThreadPool+WorkerThread, System.Private.CoreLib", nameof(WaitRole.Worker))]
    [InlineData("System.Threading.LowLevelLifoSemaphore, System.Private.CoreLib", nameof(WaitRole.Idle))]
    [InlineData("System.Net.Sockets.SocketAsyncContext, System.Net.Sockets", nameof(WaitRole.Socket))]
    [InlineData("System.Diagnostics.Tracing.NativeRuntimeEventSource, System.Private.CoreLib", nameof(WaitRole.Plumbing))]
    [InlineData("System.Threading.Monitor, System.Private.CoreLib", nameof(WaitRole.Framework))]
    [InlineData("Pprof.EventPipe.ChunkPipe, Pprof", nameof(WaitRole.Library))]
    [InlineData("Pprof.Tests.Profiles.Waits.WaitFramesTests, Pprof.Tests", nameof(WaitRole.Program))]
    public void Types_have_their_roles(string type, string role) =>
        Assert.Equal(role, WaitFrames.RoleOf(Type.GetType(type, throwOnError: true)!.GetMethods(Any)[0]).ToString());

    [Fact]
    public void Only_the_thread_of_timers_and_sleep_are_idle_in_their_classes()
    {
        Type queue = typeof(Timer).Assembly.GetType("System.Threading.TimerQueue", throwOnError: true)!;

        Assert.Equal(WaitRole.Idle, WaitFrames.RoleOf(queue.GetMethod("TimerThread", Any)!));
        Assert.Equal(WaitRole.Framework, WaitFrames.RoleOf(queue.GetMethods(Any).First(method => !method.Name.Contains("TimerThread", StringComparison.Ordinal))));
        Assert.Equal(WaitRole.Idle, WaitFrames.RoleOf(typeof(Thread).GetMethod(nameof(Thread.Sleep), [typeof(int)])!));
        Assert.Equal(WaitRole.Framework, WaitFrames.RoleOf(typeof(Thread).GetMethod(nameof(Thread.Join), [])!));
    }
}
