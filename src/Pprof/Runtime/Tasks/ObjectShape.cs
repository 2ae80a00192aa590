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
