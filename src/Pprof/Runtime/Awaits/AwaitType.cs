namespace Pprof.Runtime;

/// <summary>What one type is on the way from an operation to those who await it, for whoever gives names to
/// them.</summary>
internal sealed class AwaitType
{
    private AwaitType(AwaitKind kind) => Kind = kind;

    public static AwaitType Other { get; } = new(AwaitKind.Other);

    public static AwaitType Task { get; } = new(AwaitKind.Task);

    public static AwaitType Opaque { get; } = new(AwaitKind.Opaque);

    public static AwaitType BlockedThread { get; } = new(AwaitKind.BlockedThread);

    public AwaitKind Kind { get; }

    /// <summary>The state machine of an async method's box; null for all others.</summary>
    public Type? Machine { get; private init; }

    /// <summary>Where it lies in the box; -1 when it is an object of its own, which the box refers to.</summary>
    public int MachineOffset { get; private init; }

    /// <summary>The box leads on as any task does, so that what was read before its type was known is right.</summary>
    public bool LeadsAsTask { get; private init; }

    public static AwaitType Box(Type machine, int machineOffset, bool leadsAsTask) =>
        new(AwaitKind.Box) { Machine = machine, MachineOffset = machineOffset, LeadsAsTask = leadsAsTask };
}

/// <summary>What an object is to those who look for callers.</summary>
internal enum AwaitKind
{
    /// <summary>Nothing that awaits.</summary>
    Other,

    /// <summary>A task without an async method: hands on the end of another, or runs a delegate.</summary>
    Task,

    /// <summary>The operation of an async method.</summary>
    Box,

    /// <summary>Stands for methods that its type does not tell: those that the runtime itself suspends.</summary>
    Opaque,

    /// <summary>A thread that waits.</summary>
    BlockedThread,
}
