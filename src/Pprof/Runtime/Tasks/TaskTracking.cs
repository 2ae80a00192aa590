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

    /// <summary>Which operations are not listed though the process may have some, and why; null when all forms are.</summary>
    public string? Shortcoming { get; private init; }

    /// <summary>Null with the reason when this runtime keeps or links its tasks in another way than the known one.</summary>
    public static TaskTracking? TryCreate(ITaskMembers members, out string? reason)
    {
        if (TaskInternals.TryCreate(members, out reason) is not { } internals)
        {
            return null;
        }

        string? unlisted = internals.SuspensionReason;
        if (unlisted is null && internals.Suspension is not null && !new TaskTracking(internals).FindsSuspended())
        {
            unlisted = "what it leaves of them is not what this version of the library knows";
        }

        TaskTracking tracking = new(internals)
        {
            Shortcoming = unlisted is null ? null : $"Async methods that the runtime suspends itself are not listed: {unlisted}. Those with state machines are.",
        };
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

    // A method of the framework, which is compiled that way where the runtime can suspend methods itself. Where it is not, none may be; then there is nothing to find.
    private bool FindsSuspended()
    {
        TaskCompletionSource<int> source = new();
        Task probe = new AwaitedStream(source.Task).CopyToAsync(Stream.Null);
        List<object> waiters = [];
        Graph.AddWaiters(source.Task, waiters);
        List<ulong> places = [];
        bool isFound = Graph.ShapeOf(probe).Kind != ShapeKind.Suspendable
            || (waiters is [Task waiter] && waiter == probe && Graph.AddPlaces(probe, places) == source.Task
                && places.Count > 0 && places.All(place => MethodLookup.FromNativeIp(place) is not null));
        source.SetResult(0);
        return isFound;
    }

    private static async Task WaitFor(Task task) => await task.ConfigureAwait(false);
}
