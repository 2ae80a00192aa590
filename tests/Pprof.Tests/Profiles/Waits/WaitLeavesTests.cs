using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.CompilerServices;
using Pprof.Profiles.Waits;
using Xunit;

namespace Pprof.Tests.Profiles.Waits;

/// <summary>Which methods only wait for their callers. Names are the runtime's private ones: where they change, waits show one frame too many.</summary>
public sealed class WaitLeavesTests
{
    private const BindingFlags Any = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    [Theory]
    [InlineData(typeof(Monitor), "Enter", "Monitor.Enter")]
    [InlineData(typeof(Monitor), "Wait", "Monitor.Wait")]
    [InlineData(typeof(Lock), "Enter", "Lock.Enter")]
    [InlineData(typeof(Barrier), "SignalAndWait", "Barrier.SignalAndWait")]
    [InlineData(typeof(BlockingCollection<int>), "TryTakeWithNoTimeValidation", "BlockingCollection.TryTakeWithNoTimeValidation")]
    [InlineData(typeof(WaitHandle), "WaitOne", "WaitHandle.WaitOne")]
    [InlineData(typeof(Task), "InternalWait", "Task.InternalWait")]
    [InlineData(typeof(Task<int>), "get_Result", "Task.Result")]
    [InlineData(typeof(TaskAwaiter), "GetResult", "TaskAwaiter.GetResult")]
    [InlineData(typeof(Thread), "Join", "Thread.Join")]
    [InlineData(typeof(Thread), "StartCallback", null)]
    [InlineData(typeof(Task), "RunContinuations", null)]
    [InlineData(typeof(Task<int>), "InnerInvoke", null)]
    [InlineData(typeof(WaitLeavesTests), "Enter", null)]
    public void Methods_that_wait_have_a_name(Type type, string method, string? name) =>
        Assert.Equal(name, WaitLeaves.NameOf(type.GetMethods(Any).First(one => one.Name == method)));

    // The runtime's own, which another version may not have.
    [Theory]
    [InlineData(typeof(Lock), "EnterAndGetCurrentThreadId", "Lock.Enter")]
    [InlineData(typeof(Monitor), "Enter_Slowpath", "Monitor.Enter")]
    public void Inner_part_of_a_wait_has_the_name_of_the_call(Type type, string method, string name) =>
        Assert.All(type.GetMethods(Any).Where(one => one.Name == method), one => Assert.Equal(name, WaitLeaves.NameOf(one)));

    [Fact]
    public void Iterator_bears_the_name_of_its_method()
    {
        MethodInfo next = typeof(BlockingCollection<int>).GetNestedTypes(Any).SelectMany(type => type.GetMethods(Any)).First(method => method.Name == "MoveNext");

        Assert.Equal("BlockingCollection.GetConsumingEnumerable", WaitLeaves.NameOf(next));
    }

    private static void Enter()
    {
    }
}
