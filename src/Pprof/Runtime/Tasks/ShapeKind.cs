namespace Pprof.Runtime.Tasks;

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
