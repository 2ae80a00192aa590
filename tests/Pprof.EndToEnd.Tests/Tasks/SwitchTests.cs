using System.Runtime.CompilerServices;
using Pprof.Profiles.Operations;
using Pprof.Runtime.Tasks;
using Xunit;

namespace Pprof.EndToEnd.Tests.Tasks;

/// <summary>What switching the table of tasks on and off leaves behind.</summary>
public sealed class SwitchTests : IDisposable
{
    private readonly TaskInternals _internals = TaskInternals.TryCreate(new CoreLibMembers(), out _)!;

    public void Dispose()
    {
        Profiling.Disable(ProfileKinds.Tasks);
        _internals.IsTracking = false;
        _internals.Table = null;
    }

    [Fact]
    public void Off_nothing_is_listed_and_the_runtime_keeps_no_table()
    {
        using Gate gate = new();
        _ = Methods.Outer(gate.Task);

        Assert.Empty(AsyncOperations.Collect());
        Assert.False(_internals.IsTracking);
        Assert.Empty(_internals.Table ?? []);
    }

    [Fact]
    public void Operations_are_listed_each_time_it_is_on_and_forgotten_each_time_it_is_off()
    {
        for (int round = 0; round < 2; round++)
        {
            using Gate gate = new();
            Profiling.Enable(ProfileKinds.Tasks);
            Profiling.Enable(ProfileKinds.Tasks);
            _ = Methods.Outer(gate.Task);

            Assert.Equal(ProfileKinds.Tasks, Profiling.Enabled & ProfileKinds.Tasks);
            Assert.Null(Profiling.NotEnabledReason(ProfileKinds.Tasks));
            Assert.Single(OperationText.Of("Outer"));

            Profiling.Disable(ProfileKinds.Tasks);
            Profiling.Disable(ProfileKinds.Tasks);

            Assert.Empty(AsyncOperations.Collect());
            Assert.False(_internals.IsTracking);
            Assert.Empty(_internals.Table ?? []);
            Assert.Equal(0, _internals.Suspension?.TimesKept ?? 0);
        }
    }

    [Fact]
    public void What_started_before_is_not_listed_until_it_is_awaited_again()
    {
        using Gate gate = new();
        Task early = Methods.Inner(gate.Task);
        Profiling.Enable(ProfileKinds.Tasks);
        Assert.Empty(OperationText.Of("Inner"));

        _ = Methods.Await(early);

        Assert.Equal(["1 awaiting task completion source: [task completion source] < Methods.Inner:await < Methods.Await:await"], OperationText.Of("Await"));
    }

    [Fact]
    public void A_table_that_a_debugger_keeps_is_used_and_left_as_found()
    {
        _internals.IsTracking = true;
        using Gate gate = new();
        _ = Methods.Outer(gate.Task);

        Profiling.Enable(ProfileKinds.Tasks);
        Assert.Single(OperationText.Of("Outer"));
        Profiling.Disable(ProfileKinds.Tasks);

        Assert.True(_internals.IsTracking);
        Assert.NotNull(_internals.Table);
        Assert.NotEmpty(_internals.Table);
    }

    [Fact]
    public void Operations_that_never_complete_are_collected_as_garbage_once_it_is_off()
    {
        Profiling.Enable(ProfileKinds.Tasks);
        WeakReference forgotten = StartAndForget();
        GC.Collect();
        Assert.True(forgotten.IsAlive, "the runtime's table does not hold what is in flight");

        Profiling.Disable(ProfileKinds.Tasks);
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();

        Assert.False(forgotten.IsAlive);
    }

    [Fact]
    public async Task A_thousand_operations_alike_are_one_entry_and_a_thousand_that_complete_are_none()
    {
        Profiling.Enable(ProfileKinds.Tasks);
        Gate gate = new();
        Task all = Task.WhenAll(Enumerable.Range(0, 1000).Select(_ => Methods.Outer(gate.Task)).ToArray());

        OperationText.AssertOperations(
            "Outer",
            "1000 awaiting task completion source: [task completion source] < Methods.Inner:await < Methods.Middle:await < Methods.Outer:1 < System.Threading.Tasks.Task.WhenAll");
        gate.Dispose();
        await all;

        Assert.Empty(OperationText.Of("Outer"));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference StartAndForget() => new(Methods.Inner(new TaskCompletionSource().Task));
}
