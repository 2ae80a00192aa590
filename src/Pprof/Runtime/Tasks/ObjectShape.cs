namespace Pprof.Runtime.Tasks;

/// <summary>What the objects of one type are to us. Found once for each type, and forgotten with it.</summary>
internal sealed class ObjectShape
{
    private ObjectShape(ShapeKind kind, StateMachineShape? machine)
    {
        Kind = kind;
        Machine = machine;
    }

    public static ObjectShape TaskAwait { get; } = new(ShapeKind.TaskAwait, null);

    public static ObjectShape Suspended { get; } = new(ShapeKind.Suspended, null);

    public ShapeKind Kind { get; }

    /// <summary>Of <see cref="ShapeKind.StateMachine"/>, else null.</summary>
    public StateMachineShape? Machine { get; }

    public static ObjectShape Create(Type type, TaskInternals internals)
    {
        for (Type? level = type; level is { IsGenericType: true }; level = level.BaseType)
        {
            Type definition = level.GetGenericTypeDefinition();
            if (definition == internals.Suspension?.OpenTask)
            {
                return new ObjectShape(ShapeKind.Suspendable, null);
            }

            if (definition == internals.Box || definition == internals.PooledBox)
            {
                return new ObjectShape(ShapeKind.StateMachine, new StateMachineShape(level, definition == internals.PooledBox));
            }
        }

        return new ObjectShape(KindOf(type, internals), null);
    }

    private static ShapeKind KindOf(Type type, TaskInternals internals) => type switch
    {
        _ when type == typeof(Action) => ShapeKind.Callback,
        _ when type == internals.Wrapper => ShapeKind.Wrapper,
        _ when type == internals.ContinueWith => ShapeKind.ContinueWith,
        _ when type == typeof(List<object>) => ShapeKind.Several,
        _ when type == typeof(object) => ShapeKind.Completed,
        _ when type.IsAssignableTo(internals.AwaitContinuation) => ShapeKind.AwaitContinuation,
        _ when internals.BlockedThread.Contains(type) => ShapeKind.BlockedThread,
        _ when type.IsAssignableTo(typeof(Task)) => ShapeKind.Task,
        _ => ShapeKind.Other,
    };
}

/// <summary>What an object is that stands somewhere on the way from an operation to those who wait for it.</summary>
internal enum ShapeKind
{
    /// <summary>A task of any other kind.</summary>
    Task,

    /// <summary>The box of an async method: its task, or a pooled one.</summary>
    StateMachine,

    /// <summary>A delegate to call on completion: mostly that of a box, sometimes one of the program's own.</summary>
    Callback,

    /// <summary>What the runtime puts around a callback for debuggers.</summary>
    Wrapper,

    /// <summary>A callback with the scheduler or the context it wants to run in.</summary>
    AwaitContinuation,

    /// <summary>Starts another task on completion.</summary>
    ContinueWith,

    /// <summary>Several waiters.</summary>
    Several,

    /// <summary>A thread that waits.</summary>
    BlockedThread,

    /// <summary>The mark of a task that has completed.</summary>
    Completed,

    /// <summary>The task of async methods that the runtime itself suspends.</summary>
    Suspendable,

    /// <summary>Of such methods, what is told when the task that they await completes: leads to their own task.</summary>
    TaskAwait,

    /// <summary>What is left of one such method while it is suspended.</summary>
    Suspended,

    /// <summary>Anything else.</summary>
    Other,
}
