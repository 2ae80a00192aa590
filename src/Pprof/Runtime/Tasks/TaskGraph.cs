using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Pprof.Runtime.Tasks;

/// <summary>
/// Leads from an operation to those who wait for it. Tasks complete while it is asked, so each answer is of its own instant: a valid object that
/// waited then, or nobody. Any thread; allocates for types not met before.
/// </summary>
internal sealed class TaskGraph(TaskInternals internals)
{
    // A callback leads to a wrapper, that to a callback, and so on; no chain of them is long.
    private const int MostIndirections = 16;

    private readonly ConditionalWeakTable<Type, ObjectShape> _shapes = [];

    public ObjectShape ShapeOf(object one) =>
        _shapes.TryGetValue(one.GetType(), out ObjectShape? shape) ? shape : _shapes.GetValue(one.GetType(), type => ObjectShape.Create(type, internals));

    /// <summary>Adds the tasks, pooled boxes, callbacks and blocked threads that wait for <paramref name="operation"/>; none when it is a root.</summary>
    public void AddWaiters(object operation, List<object> waiters)
    {
        if (operation is Task task)
        {
            Add(internals.Continuation(task), waiters, MostIndirections);
        }

        if (ShapeOf(operation).Machine is { } machine)
        {
            Add(machine.ConsumerOf(operation), waiters, MostIndirections);
        }
    }

    /// <summary>The context whose labels an operation works under; null for none.</summary>
    public ExecutionContext? ContextOf(object operation) => ShapeOf(operation).Machine switch
    {
        { IsPooled: true } machine => machine.ContextOf(operation),
        { } => internals.StateObject(operation) as ExecutionContext,
        null => operation is Task task ? internals.Context(task) as ExecutionContext : null,
    };

    /// <summary>The delegate that a task runs, or has run; null for a task that others complete.</summary>
    public Delegate? ActionOf(Task task) => ShapeOf(task).Kind == ShapeKind.StateMachine ? null : internals.Action(task) as Delegate;

    private void Add(object? waiter, List<object> waiters, int indirections)
    {
        if (waiter is null || indirections == 0)
        {
            return;
        }

        switch (ShapeOf(waiter).Kind)
        {
            case ShapeKind.Callback:
                AddCallback((Action)waiter, waiters, indirections - 1);
                break;
            case ShapeKind.AwaitContinuation:
                Add(internals.AwaitAction(waiter), waiters, indirections - 1);
                break;
            case ShapeKind.ContinueWith:
                Add(internals.ContinueWithTask(waiter), waiters, indirections - 1);
                break;
            case ShapeKind.Several:
                AddEach((List<object?>)waiter, waiters, indirections - 1);
                break;
            case ShapeKind.Completed:
                break;
            default:
                waiters.Add(waiter);
                break;
        }
    }

    private void AddCallback(Action callback, List<object> waiters, int indirections)
    {
        object? target = callback.Target;
        switch (target is null ? ShapeKind.Other : ShapeOf(target).Kind)
        {
            case ShapeKind.StateMachine:
                waiters.Add(target!);
                break;
            case ShapeKind.Wrapper:
                Add(internals.WrappedAction(target!), waiters, indirections);
                break;
            default:
                waiters.Add(callback);
                break;
        }
    }

    // The runtime holds this lock while it adds to the list, and no other meanwhile.
    [SuppressMessage("Reliability", "CA2002", Justification = "The runtime locks on its list, so must we.")]
    private void AddEach(List<object?> list, List<object> waiters, int indirections)
    {
        object?[] copy;
        lock (list)
        {
            copy = [.. list];
        }

        foreach (object? waiter in copy)
        {
            Add(waiter, waiters, indirections);
        }
    }
}
