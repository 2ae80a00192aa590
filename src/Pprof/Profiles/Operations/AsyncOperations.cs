using Pprof.Runtime.Tasks;
using Pprof.Symbolization.Async;

namespace Pprof.Profiles.Operations;

/// <summary>The async operations in flight. Any thread, several at once; never throws.</summary>
internal static class AsyncOperations
{
    /// <summary>
    /// Operations that started while <see cref="ProfileKinds.Tasks"/> is on, one for each way from an innermost operation to a root, those that
    /// are alike counted once; empty when it is off. The program waits while the table is copied, not while chains are followed.
    /// </summary>
    public static IReadOnlyList<AsyncOperation> Collect() => TaskSwitch.Shared.Tracking is { } tracking ? Collect(tracking) : [];

    /// <summary>Whether an operation that was found running is so still; false when operations are not recorded any more.</summary>
    public static bool IsRunning(object operation) => TaskSwitch.Shared.Tracking?.Graph is { } graph && operation switch
    {
        Task { IsCompleted: true } => false,
        _ when graph.ShapeOf(operation).Machine is { } machine => machine.StateOf(operation) == StateMachineShape.Running,
        Task task when graph.IsResumed(task) => true,
        Task task => task.Status is TaskStatus.Running or TaskStatus.WaitingForChildrenToComplete,
        _ => false,
    };

    /// <summary>The same of some tasks: each chain begins at one that waits for none of the others.</summary>
    public static AsyncOperation[] Of(TaskTracking tracking, ArraySegment<Task> tasks)
    {
        OperationTable operations = new();
        Follow(tracking, tasks, operations);
        return operations.ToArray();
    }

    /// <summary>
    /// Hands over each chain by itself. What the innermost waited for may have completed since the table was copied, so those that no chain has met, and that are in flight still, begin
    /// chains of their own.
    /// </summary>
    public static void Follow(TaskTracking tracking, ArraySegment<Task> tasks, IOperationSink operations)
    {
        using AsyncFrames frames = new();
        ChainWalk walk = new(tracking.Graph, frames, operations, tasks.Count);
        Add(tracking, tasks, walk);
        if (!walk.HasCut)
        {
            Add(tracking, tasks.Where(task => !task.IsCompleted && !walk.HasMet(task)).ToArray(), walk);
        }
    }

    private static void Add(TaskTracking tracking, ArraySegment<Task> tasks, ChainWalk walk)
    {
        foreach (Task innermost in new AwaitedOperations(tracking.Graph).FindInnermost(tasks))
        {
            walk.Add(innermost);
        }
    }

    private static AsyncOperation[] Collect(TaskTracking tracking)
    {
        lock (tracking.Table.Gate)
        {
            return Of(tracking, tracking.Table.Copy());
        }
    }
}
