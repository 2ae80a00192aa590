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

    // .NET 11: where in a ResumeInfo the address is that debuggers show.
    private static readonly int s_diagnosticIp =
        RuntimeDescription.Current.Descriptor.Value?.OffsetOr("AsyncResumeInfo", "DiagnosticIP", sizeof(ulong)) ?? sizeof(ulong);

    private readonly Suspensions? _suspensions = internals.Suspension is { } members ? new Suspensions(members, s_diagnosticIp) : null;

    // A continuation must not be asked for its type: the runtime throws where the JIT has made its class.
    public ObjectShape ShapeOf(object one) =>
        internals.Suspension is { } suspension && suspension.IsContinuation(one)
            ? suspension.IsTaskAwait(one) ? ObjectShape.TaskAwait : ObjectShape.Suspended
            : ShapeOfType(one.GetType());

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
        null when SuspendedBy(operation) is { } innermost => _suspensions!.ContextOf(innermost),
        { IsPooled: true } machine => machine.ContextOf(operation),
        { } => internals.StateObject(operation) as ExecutionContext,
        null => operation is Task task ? internals.Context(task) as ExecutionContext : null,
    };

    /// <summary>The delegate that a task runs, or has run; null for a task that others complete.</summary>
    public Delegate? ActionOf(Task task) =>
        ShapeOf(task).Kind is ShapeKind.StateMachine or ShapeKind.Suspendable ? null : internals.Action(task) as Delegate;

    /// <summary>
    /// Adds where the methods of a task are suspended that the runtime itself suspends, innermost first; adds nothing while they run.
    /// </summary>
    /// <returns>What the innermost awaits; null when that is not known.</returns>
    public object? AddPlaces(object operation, List<ulong> places)
    {
        if (SuspendedBy(operation) is not { } innermost)
        {
            return null;
        }

        object? awaited = _suspensions!.AwaitedBy(innermost);
        _suspensions.AddPlaces(innermost, places);
        return awaited;
    }

    /// <summary>Whether the methods of a task that the runtime itself suspends run, rather than being suspended.</summary>
    public bool IsResumed(Task task) => ShapeOf(task).Kind == ShapeKind.Suspendable && !task.IsCompleted && SuspendedBy(task) is null;

    private ObjectShape ShapeOfType(Type type) =>
        _shapes.TryGetValue(type, out ObjectShape? shape) ? shape : _shapes.GetValue(type, one => ObjectShape.Create(one, internals));

    private object? SuspendedBy(object operation) =>
        ShapeOf(operation).Kind == ShapeKind.Suspendable ? _suspensions?.Innermost(internals.StateObject(operation)) : null;

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
            case ShapeKind.TaskAwait:
                Add(internals.Suspension!.Owner(waiter), waiters, indirections - 1);
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
            case ShapeKind.StateMachine or ShapeKind.Suspendable:
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
