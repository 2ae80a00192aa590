using Pprof.Labels;
using Pprof.Profiles.Goroutine;
using Pprof.Profiles.Operations;
using Pprof.Runtime;
using Pprof.Sampling;
using Pprof.Unwinding;
using Xunit;

namespace Pprof.Tests.Profiles.Goroutine;

public sealed class OperationsOfThreadsTests
{
    private static readonly SystemCall s_waiting = new(202, 4096);
    private readonly object _box = new();
    private readonly object _waiter = new();

    [Fact]
    public void Running_operation_stands_below_the_one_thread_that_runs_its_method()
    {
        AsyncOperation operation = Operation(running: _box);
        OperationsOfThreads operations = new([operation], _ => true);

        Assert.Empty(operations.RunBy(Thread(_box), ["Other"], _ => "Method"));
        Assert.Equal([operation], operations.RunBy(Thread(_box), ["Method"], _ => "Method"));
        Assert.Empty(operations.RunBy(Thread(_box), ["Method"], _ => "Method"));
        Assert.Empty(operations.Others());
    }

    [Fact]
    public void Operation_that_runs_no_more_was_a_word_left_over()
    {
        OperationsOfThreads operations = new([Operation(running: _box)], _ => false);

        Assert.Empty(operations.RunBy(Thread(_box), ["Method"], _ => "Method"));
        Assert.Single(operations.Others());
    }

    [Fact]
    public void Awaited_operation_stands_below_a_thread_that_waits()
    {
        AsyncOperation operation = Operation(waiter: _waiter);
        OperationsOfThreads operations = new([operation], _ => true);

        Assert.Empty(operations.AwaitedBy(Thread(_waiter)));
        Assert.Equal([operation], operations.AwaitedBy(Thread(_waiter) with { Wait = s_waiting }));
        Assert.Empty(operations.Others());
    }

    [Fact]
    public void Operations_alike_that_no_thread_was_found_for_are_one_entry()
    {
        OperationsOfThreads operations = new([Operation(running: new object()), Operation(waiter: new object()), Operation()], _ => true);

        Assert.Equal(3, Assert.Single(operations.Others()).Count);
    }

    private static AsyncOperation Operation(object? running = null, object? waiter = null) =>
        new(new OperationFacts(1, LabelSet.Empty, "running"), new[] { CodeAddress.Managed(1) }, 1) { Running = running, Waiter = waiter };

    private static ThreadUnit Thread(object held) =>
        new(new RuntimeThread(0, 1, 1), default, new[] { CodeAddress.Managed(1) }, LabelSet.Empty) { Held = [held] };
}
