using Pprof.Runtime.Tasks;
using Pprof.Symbolization.Async;

namespace Pprof.Recording;

/// <summary>The async operations in flight. Any thread, several at once; never throws.</summary>
internal static class AsyncOperations
{
    /// <summary>
    /// Operations that started while <see cref="ProfileKinds.Tasks"/> is on, one for each way from an innermost operation to a root, those that
    /// are alike counted once; empty when it is off. The program waits while the table is copied, not while chains are followed.
    /// </summary>
    public static IReadOnlyList<AsyncOperation> Collect() => TaskSwitch.Shared.Tracking is { } tracking ? Collect(tracking) : [];

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
