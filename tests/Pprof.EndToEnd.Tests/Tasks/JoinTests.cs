using Pprof.Profiles.Operations;
using Xunit;

namespace Pprof.EndToEnd.Tests.Tasks;

/// <summary>Chains that come together, fork, pass through tasks that are no async methods, or end where nobody can look.</summary>
public sealed class JoinTests : IClassFixture<TaskTrackingFixture>
{
    private const string Awaiting = "1 awaiting task completion source: [task completion source]";
    private const string Twice = "2 awaiting task completion source: [task completion source]";
    private const string WhenAll = "System.Threading.Tasks.Task.WhenAll";

    [Fact]
    public void Each_branch_of_WhenAll_is_a_stack_through_the_join()
    {
        using Gate one = new();
        using Gate two = new();
        _ = Joins.All(one.Task, two.Task);

        OperationText.AssertOperations(
            "All",
            $"{Awaiting} < Methods.Inner:await < Methods.Configured:await < {WhenAll} < Joins.All:await",
            $"{Awaiting} < Methods.Inner:await < {WhenAll} < Joins.All:await");
    }

    [Fact]
    public void Equal_branches_of_WhenAll_are_counted_once()
    {
        using Gate gate = new();
        _ = Joins.AllResults(gate.Task);

        OperationText.AssertOperations(
            "AllResults", $"{Twice} < Methods.Inner:await < Methods.Middle:await < {WhenAll} < Joins.AllResults:await");
    }

    [Fact]
    public void Each_branch_of_WhenAny_is_a_stack()
    {
        using Gate gate = new();
        using CancellationTokenSource cancel = new();
        _ = Joins.Any(gate.Task, cancel.Token);

        OperationText.AssertOperations(
            "Any",
            "1 awaiting Task.Delay: System.Threading.Tasks.Task.Delay < Methods.Delayed:await < System.Threading.Tasks.Task.WhenAny < Joins.Any:await",
            $"{Awaiting} < Methods.Inner:await < System.Threading.Tasks.Task.WhenAny < Joins.Any:await");
        cancel.Cancel();
    }

    [Fact]
    public void Task_Run_of_an_async_lambda_is_followed_to_who_awaits_it()
    {
        using Gate gate = new();
        _ = Joins.Run(gate.Task);

        OperationText.AssertOperations("Run", $"{Awaiting} < Methods.Inner:await < Joins.Run.lambda1:await < Joins.Run:await");
    }

    [Fact]
    public async Task Task_Run_of_a_method_that_runs_shows_the_method()
    {
        using ManualResetEventSlim gate = new();
        Task run = Joins.RunBlocking(gate);

        OperationText.AssertOperations("RunBlocking", "1 running: Joins.RunBlocking.lambda1:await < Joins.RunBlocking:await");
        gate.Set();
        await run;
    }

    [Fact]
    public void ContinueWith_shows_the_method_that_will_run()
    {
        using Gate gate = new();
        _ = Joins.Continued(gate.Task);

        OperationText.AssertOperations("Continued", $"{Awaiting} < Methods.Inner:await < Joins.Next:0 < Joins.Continued:await");
    }

    [Fact]
    public void Two_that_wait_for_the_same_are_two_operations()
    {
        using Gate gate = new();
        _ = Joins.First(gate.Task);
        _ = Joins.Second(gate.Task);
        _ = Joins.Both(gate.Task);

        OperationText.AssertOperations("First", $"{Awaiting} < Joins.First:await", $"{Awaiting} < Joins.First:await < {WhenAll} < Joins.Both:await");
    }

    [Fact]
    public void Behind_a_custom_awaiter_that_wraps_the_continuation_the_chain_is_cut_and_says_where()
    {
        using Gate gate = new();
        _ = Joins.Custom(gate.Task);

#if RUNTIME_ASYNC
        // The awaiter lies in a structure of the runtime's that has no name.
        OperationText.AssertOperations("Custom", "1 suspended: Joins.Custom:await");
#else
        OperationText.AssertOperations(
            "Custom", "1 awaiting Pprof.EndToEnd.Tests.Tasks.OwnAwaiter: [Pprof.EndToEnd.Tests.Tasks.OwnAwaiter] < Joins.Custom:await");
#endif
        OperationText.AssertOperations("OnCompleted.lambda1", $"{Awaiting} < Methods.Inner:await < OwnAwaiter.OnCompleted.lambda1:0");
    }

    [Fact]
    public void A_time_limit_on_a_task_is_a_frame_of_its_own()
    {
        using Gate gate = new();
        _ = Joins.WithTimeout(gate.Task);

        OperationText.AssertOperations(
            "WithTimeout", $"{Awaiting} < Methods.Inner:await < System.Threading.Tasks.Task.WaitAsync < Joins.WithTimeout:await");
    }

    [Fact]
    public void A_thread_blocked_in_Wait_is_the_root()
    {
        using Gate gate = new();
        Task operation = Methods.Middle(gate.Task);
        Thread thread = new(operation.Wait);
        thread.Start();

        OperationText.AssertOperations("Middle", $"{Awaiting} < Methods.Inner:await < Methods.Middle:await < [thread blocked in Task.Wait]");
        gate.Dispose();
        thread.Join();
    }

    [Fact]
    public void A_chain_longer_than_the_limit_says_that_it_is_cut()
    {
        using Gate gate = new();
        _ = Joins.Recursive(gate.Task, 1000);

        AsyncOperation operation = Assert.Single(AsyncOperations.Collect(), one => OperationText.Has(one, "Recursive"));
        Assert.Equal(ChainWalk.MostFrames + 1, operation.Frames.Length);
        Assert.EndsWith("< [truncated]", OperationText.Of("Recursive")[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Forks_that_join_again_and_again_do_not_multiply_without_end()
    {
        using Gate gate = new();
        _ = Joins.Diamonds(gate.Task, 40);

        AsyncOperation[] all = [.. AsyncOperations.Collect().Where(one => OperationText.Has(one, "Diamonds"))];
        Assert.InRange(all.Sum(one => one.Count), 2, 1 << 14);
        Assert.Contains(OperationText.Of("Diamonds"), text => text.EndsWith("[overflow]", StringComparison.Ordinal));
    }
}
