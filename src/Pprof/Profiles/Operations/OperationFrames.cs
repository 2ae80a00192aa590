using Pprof.Runtime.Tasks;
using Pprof.Symbolization.Async;
using Pprof.Unwinding;

namespace Pprof.Profiles.Operations;

/// <summary>The frame of each kind of operation in a chain. One thread.</summary>
internal sealed class OperationFrames(TaskGraph graph, AsyncFrames frames)
{
    private readonly List<ulong> _places = [];

    /// <param name="operation">A task, a pooled box, a callback, a thread that waits, or what else was found on the way.</param>
    /// <param name="stack">Gets at most one frame; where the runtime itself suspends methods, one for each of them that is suspended.</param>
    /// <param name="isLeaf">Nothing further in is known. Plumbing between two operations is left out, unless it is all there is to see.</param>
    public void Add(object operation, List<CodeAddress> stack, bool isLeaf)
    {
        ObjectShape shape = graph.ShapeOf(operation);
        switch (shape.Kind)
        {
            case ShapeKind.StateMachine:
                stack.Add(frames.OfState(shape.Machine!.StateMachine, Math.Max(shape.Machine.StateOf(operation) ?? StateMachineShape.Running, StateMachineShape.Running)));
                break;
            case ShapeKind.Suspendable:
                AddSuspended(operation, stack);
                break;
            case ShapeKind.Suspended:
                stack.Add(WaitNames.SuspendedMethod.Frame);
                break;
            case ShapeKind.BlockedThread:
                stack.Add(WaitNames.BlockedThread.Frame);
                break;
            case ShapeKind.Callback:
                stack.Add(frames.OfMethod(((Delegate)operation).Method));
                break;
            default:
                AddOther(operation, stack, isLeaf);
                break;
        }
    }

    private void AddSuspended(object task, List<CodeAddress> stack)
    {
        _places.Clear();
        graph.AddPlaces(task, _places);
        if (_places.Count == 0)
        {
            stack.Add(WaitNames.ResumedMethod.Frame);
        }

        foreach (ulong place in _places.Where(place => !SuspensionFrames.IsHelper(place)))
        {
            stack.Add(CodeAddress.Managed(place));
        }
    }

    private void AddOther(object operation, List<CodeAddress> stack, bool isLeaf)
    {
        if (operation is Task task && graph.ActionOf(task) is { } action)
        {
            stack.Add(frames.OfMethod(action.Method));
        }
        else if (isLeaf || !WaitNames.IsPlumbing(operation.GetType()))
        {
            stack.Add(WaitNames.Of(operation.GetType()).Frame);
        }
    }
}
