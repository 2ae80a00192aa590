namespace Pprof.Runtime.Tasks;

/// <summary>All that finds async operations, tried on one of its own before it is trusted. Any thread.</summary>
internal sealed class TaskTracking
{
    private TaskTracking(TaskInternals internals)
    {
        Table = new TaskTable(internals);
        Graph = new TaskGraph(internals);
    }

    public TaskTable Table { get; }

    public TaskGraph Graph { get; }

    /// <summary>Null with the reason when this runtime keeps or links its tasks in another way than the known one.</summary>
    public static TaskTracking? TryCreate(ITaskMembers members, out string? reason)
    {
        if (TaskInternals.TryCreate(members, out reason) is not { } internals)
        {
            return null;
        }

        TaskTracking tracking = new(internals);
        reason = tracking.FindsItsOwn()
            ? null
            : $"Async operations cannot be listed: this runtime ({Environment.Version}) links its tasks in a way this version of the library does not know; use one made for it.";
        return reason is null ? tracking : null;
    }

    private bool FindsItsOwn()
    {
        TaskCompletionSource source = new();
        Task probe = WaitFor(source.Task);
        List<object> waiters = [];
        Graph.AddWaiters(source.Task, waiters);
        StateMachineShape? machine = Graph.ShapeOf(probe).Machine;
        bool isFound = waiters is [Task waiter] && waiter == probe && machine?.StateOf(probe) == 0 && machine.AwaitedBy(probe) == source.Task;
        source.SetResult();
        return isFound;
    }

    private static async Task WaitFor(Task task) => await task.ConfigureAwait(false);
}
