using System.Threading.Channels;
using Xunit;

namespace Pprof.EndToEnd.Tests.Tasks;

/// <summary>Each operation in flight as its logical stack, from what it waits for out to the root, with the lines of the awaits.</summary>
public sealed class LogicalStackTests : IClassFixture<TaskTrackingFixture>
{
    private const string Source = "[task completion source]";
    private const string Awaiting = "1 awaiting task completion source: " + Source;

    [Fact]
    public void A_chain_of_async_methods_is_one_stack_with_the_line_of_each_await()
    {
        using Gate gate = new();
        _ = Methods.Outer(gate.Task);

        OperationText.AssertOperations("Outer", $"{Awaiting} < Methods.Inner:await < Methods.Middle:await < Methods.Outer:1");
    }

    [Fact]
    public void ConfigureAwait_changes_nothing()
    {
        using Gate gate = new();
        _ = Methods.Configured(gate.Task);

        OperationText.AssertOperations("Configured", $"{Awaiting} < Methods.Inner:await < Methods.Configured:await");
    }

    [Fact]
    public async Task Value_tasks_are_chained_like_tasks()
    {
        using Gate gate = new();
        ValueTask operation = Methods.ValueOuter(gate.Task);

        OperationText.AssertOperations("ValueOuter", $"{Awaiting} < Methods.ValueInner:await < Methods.ValueOuter:await");
        gate.Dispose();
        await operation;
    }

    [Fact]
    public void Pooled_boxes_are_chained_though_no_table_holds_them()
    {
        using Gate gate = new();
        _ = Methods.PooledOuter(gate.Task);

        OperationText.AssertOperations(
            "PooledOuter", $"{Awaiting} < Methods.PooledInner:await < Methods.PooledMiddle:await < Methods.PooledOuter:await");
    }

    [Fact]
    public void A_value_task_made_a_task_is_followed()
    {
        using Gate gate = new();
        _ = Methods.AsTaskOuter(gate.Task);

        OperationText.AssertOperations("AsTaskOuter", $"{Awaiting} < Methods.PooledInner:await < Methods.AsTaskOuter:await");
    }

    [Fact]
    public void An_async_void_method_is_a_root()
    {
        using Gate gate = new();
        Methods.Void(gate.Task);

        OperationText.AssertOperations("Void", $"{Awaiting} < Methods.Inner:await < Methods.Void:await");
    }

    [Fact]
    public void A_generic_method_shows_its_arguments()
    {
        using Gate gate = new();
        _ = Methods.Generic(gate.Task);

#if RUNTIME_ASYNC
        // The code of all reference types is one, and an address tells no more.
        OperationText.AssertOperations("Generic<T>", $"{Awaiting} < Methods.Generic<T>:await");
#else
        OperationText.AssertOperations("Generic<System.Threading.Tasks.Task>", $"{Awaiting} < Methods.Generic<System.Threading.Tasks.Task>:await");
#endif
    }

    [Fact]
    public void An_async_iterator_is_chained_to_the_loop_that_consumes_it()
    {
        using Gate gate = new();
        _ = Methods.Consumer(gate.Task);

        OperationText.AssertOperations("Consumer", $"{Awaiting} < Methods.Numbers:await < Methods.Consumer:await");
    }

    [Fact]
    public void An_await_in_a_handler_has_its_own_line()
    {
        using Gate gate = new();
        _ = Methods.Tried(gate.Task);

        OperationText.AssertOperations("Tried", $"{Awaiting} < Methods.Tried:await");
    }

    [Fact]
    public void A_delay_is_named_by_the_call_that_made_it()
    {
        using CancellationTokenSource cancel = new();
        _ = Methods.Delayed(cancel.Token);

        OperationText.AssertOperations("Delayed", "1 awaiting Task.Delay: System.Threading.Tasks.Task.Delay < Methods.Delayed:await");
        cancel.Cancel();
    }

    [Fact]
    public void A_semaphore_is_named_by_the_call_that_waits_for_it()
    {
        using SemaphoreSlim semaphore = new(0);
        _ = Methods.Semaphore(semaphore);

        OperationText.AssertOperations(
            "Semaphore", "1 awaiting SemaphoreSlim.WaitAsync: System.Threading.SemaphoreSlim.WaitAsync < Methods.Semaphore:await");
        semaphore.Release();
    }

    [Fact]
    public async Task A_source_that_is_no_task_is_found_through_the_method_that_awaits_it()
    {
        Channel<int> channel = Channel.CreateUnbounded<int>();
        Task<int> operation = Methods.Read(channel.Reader);

        OperationText.AssertOperations(
            "Read",
            "1 awaiting ChannelReader<T>.ReadAsync: System.Threading.Channels.ChannelReader<T>.ReadAsync < Methods.PooledRead:await < Methods.Read:await");
        channel.Writer.TryWrite(1);
        Assert.Equal(1, await operation);
    }

    [Fact]
    public void What_could_go_on_but_has_no_thread_yet_is_ready_to_run()
    {
        using Gate gate = new();
        HeldContext context = new();
        SynchronizationContext? before = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(context);
        _ = Methods.Outer(gate.Task);
        SynchronizationContext.SetSynchronizationContext(before);

        OperationText.AssertOperations("Outer", $"{Awaiting} < Methods.Inner:await < Methods.Middle:await < Methods.Outer:1");
        gate.Dispose();

        OperationText.AssertOperations("Outer", "1 ready to run: Methods.Inner:await < Methods.Middle:await < Methods.Outer:1");
        context.RunAll();
        Assert.Empty(OperationText.Of("Inner"));
    }

    /// <summary>Keeps what should run.</summary>
    private sealed class HeldContext : SynchronizationContext
    {
        private readonly Queue<Action> _held = [];

        public override void Post(SendOrPostCallback d, object? state) => _held.Enqueue(() => d(state));

        public void RunAll()
        {
            while (_held.TryDequeue(out Action? next))
            {
                next();
            }
        }
    }
}
