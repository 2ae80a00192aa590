using Pprof.Runtime.Tasks;
using Pprof.Symbolization.Async;
using Pprof.Unwinding;

namespace Pprof.Profiles.Operations;

/// <summary>
/// The inner end of a chain: what an operation waits for, read from its own awaiter where nothing in the table says so. One thread.
/// </summary>
internal sealed class ChainStart(TaskGraph graph, OperationFrames frames)
{
    private const string Running = "running";
    private const string Ready = "ready to run";
    private const string Suspended = "suspended";

    // A method without a table entry awaits another such one: pooled boxes can be nested.
    private const int MostInner = 64;

    private readonly List<ulong> _places = [];

    /// <summary>The operation found to be running by the last call of <see cref="Add(object, List{CodeAddress})"/>; null when it waits.</summary>
    public object? RunningOne { get; private set; }

    /// <summary>Adds the frames of <paramref name="operation"/> and of what it waits for, leaf first. The state in words; null when it is not in flight.</summary>
    public string? Add(object operation, List<CodeAddress> stack)
    {
        RunningOne = null;
        return Add(operation, stack, MostInner);
    }

    private string? Add(object operation, List<CodeAddress> stack, int inner)
    {
        string? state = operation switch
        {
            Task { IsCompleted: true } => null,
            _ when graph.ShapeOf(operation).Machine is { } machine => StateOf(operation, machine, stack, inner),
            Task when graph.ShapeOf(operation).Kind == ShapeKind.Suspendable => StateOfSuspended(operation, stack, inner),
            Task task when graph.ActionOf(task) is not null => StateOf(task),
            _ => WaitNames.Of(operation.GetType()).State,
        };
        if (state is not null)
        {
            RunningOne ??= state == Running && stack.Count == 0 ? operation : null;
            frames.Add(operation, stack, isLeaf: stack.Count == 0);
        }

        return state;
    }

    // A state machine that is done, or an iterator between two items, keeps its box and is no operation.
    private string? StateOf(object box, StateMachineShape machine, List<CodeAddress> stack, int inner) => machine.StateOf(box) switch
    {
        StateMachineShape.Running => Running,
        < StateMachineShape.Running => null,
        _ => StateOfAwaited(box, machine, stack, inner),
    };

    private string StateOfAwaited(object box, StateMachineShape machine, List<CodeAddress> stack, int inner) => machine.AwaitedBy(box) switch
    {
        null => machine.HasYield ? AddName(WaitNames.Yield, stack) : Suspended,
        { } awaited => StateOfAwaited(awaited, stack, inner),
    };

    private string StateOfSuspended(object task, List<CodeAddress> stack, int inner)
    {
        _places.Clear();
        object? awaited = graph.AddPlaces(task, _places);
        return _places.Count == 0 ? Running
            : awaited is not null ? StateOfAwaited(awaited, stack, inner)
            : SuspensionFrames.HasYield(_places) ? AddName(WaitNames.Yield, stack) : Suspended;
    }

    private string StateOfAwaited(object awaited, List<CodeAddress> stack, int inner)
    {
        bool isOperation = awaited is Task || graph.ShapeOf(awaited).Machine is not null;
        return !isOperation || inner == 0
            ? AddName(WaitNames.Of(awaited.GetType()), stack)
            : Add(awaited, stack, inner - 1) ?? Ready;
    }

    private static string AddName(WaitName name, List<CodeAddress> stack)
    {
        stack.Add(name.Frame);
        return name.State;
    }

    private static string StateOf(Task task) => task.Status switch
    {
        TaskStatus.Running or TaskStatus.WaitingForChildrenToComplete => Running,
        TaskStatus.WaitingToRun => Ready,
        _ => "awaiting another task",
    };
}
