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

    private static AsyncOperation[] Collect(TaskTracking tracking)
    {
        using AsyncFrames frames = new();
        OperationTable operations = new();
        ArraySegment<Task> tasks = tracking.Table.Copy();
        ChainWalk walk = new(tracking.Graph, frames, operations, tasks.Count);
        foreach (Task innermost in new AwaitedOperations(tracking.Graph).FindInnermost(tasks))
        {
            walk.Add(innermost);
        }

        return operations.ToArray();
    }
}
