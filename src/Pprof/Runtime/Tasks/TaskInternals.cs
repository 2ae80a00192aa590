using System.Reflection;

namespace Pprof.Runtime.Tasks;

/// <summary>
/// The private fields of the core library by which async operations are found: the debugger's switch and table of tasks, and what leads from a
/// task to those who wait for it. All are looked up once; a runtime that lacks one, or keeps something else in it, is refused with a reason.
/// Ordinary threads only.
/// </summary>
/// <remarks>
/// The runtime keeps these fields for debuggers (<c>s_asyncDebuggingEnabled</c>, the continuation, the wrapper and the state machine are
/// marked as such in its source), so they change seldom.
/// </remarks>
internal sealed class TaskInternals
{
    private readonly FieldInfo? _isTracking, _table;

    private TaskInternals(MemberLookup lookup)
    {
        _isTracking = lookup.Field(typeof(Task), "s_asyncDebuggingEnabled", typeof(bool));
        _table = lookup.Field(typeof(Task), "s_currentActiveTasks", typeof(Dictionary<int, Task>));
        Continuation = lookup.Reader(typeof(Task), ("m_continuationObject", typeof(object)));
        StateObject = lookup.Reader(typeof(Task), ("m_stateObject", typeof(object)));
        Context = lookup.Reader(typeof(Task), ("m_contingentProperties", lookup.Type("System.Threading.Tasks.Task+ContingentProperties")), ("m_capturedContext", typeof(ExecutionContext)));
        Action = lookup.Reader(typeof(Task), ("m_action", typeof(Delegate)));
        AwaitContinuation = lookup.Type("System.Threading.Tasks.AwaitTaskContinuation");
        AwaitAction = lookup.Reader(AwaitContinuation, ("m_action", typeof(Action)));
        ContinueWith = lookup.Type("System.Threading.Tasks.ContinueWithTaskContinuation");
        ContinueWithTask = lookup.Reader(ContinueWith, ("m_task", typeof(Task)));
        Wrapper = lookup.Type("System.Runtime.CompilerServices.AsyncMethodBuilderCore+ContinuationWrapper");
        WrappedAction = lookup.Reader(Wrapper, ("_continuation", typeof(Action)));
        Box = lookup.Type("System.Runtime.CompilerServices.AsyncTaskMethodBuilder`1+AsyncStateMachineBox`1");
        PooledBox = lookup.Type("System.Runtime.CompilerServices.PoolingAsyncValueTaskMethodBuilder`1+StateMachineBox`1");
        BlockedThread = [lookup.Type("System.Threading.Tasks.Task+SetOnInvokeMres"), lookup.Type("System.Threading.Tasks.Task+SetOnCountdownMres")];
    }

    public Func<object, object?> Continuation { get; }

    /// <summary>Of the box of an async method, the execution context it will be resumed in.</summary>
    public Func<object, object?> StateObject { get; }

    /// <summary>Of a task that runs a delegate, the execution context it runs in.</summary>
    public Func<object, object?> Context { get; }

    public Func<object, object?> Action { get; }

    public Type AwaitContinuation { get; }

    public Func<object, object?> AwaitAction { get; }

    public Type ContinueWith { get; }

    public Func<object, object?> ContinueWithTask { get; }

    /// <summary>What the runtime puts around a continuation while it keeps its table.</summary>
    public Type Wrapper { get; }

    public Func<object, object?> WrappedAction { get; }

    /// <summary>Open generic type: the task of an async method, with its state machine in it.</summary>
    public Type Box { get; }

    /// <summary>Open generic type: what stands for the task where a method uses the pooling builder.</summary>
    public Type PooledBox { get; }

    /// <summary>What a thread blocked in <c>Wait</c> or <c>WaitAll</c> leaves with the task.</summary>
    public IReadOnlyList<Type> BlockedThread { get; }

    /// <summary>How the runtime suspends methods itself; null where it does not, or does in a way we do not know.</summary>
    public SuspensionMembers? Suspension { get; private set; }

    /// <summary>Which of both: null where it does not.</summary>
    public string? SuspensionReason { get; private set; }

    public bool IsTracking
    {
        get => (bool)_isTracking!.GetValue(null)!;
        set
        {
            _isTracking!.SetValue(null, value);
            Suspension?.TellOfSwitch();
        }
    }

    /// <summary>Also the lock that guards it; null until the runtime needs it.</summary>
    public Dictionary<int, Task>? Table
    {
        get => (Dictionary<int, Task>?)_table!.GetValue(null);
        set => _table!.SetValue(null, value);
    }

    /// <summary>Null with the reason when a member is missing.</summary>
    public static TaskInternals? TryCreate(ITaskMembers members, out string? reason)
    {
        MemberLookup lookup = new(members);
        TaskInternals internals = new(lookup);
        reason = lookup.Missing.Count == 0
            ? null
            : $"Async operations cannot be listed: this runtime ({Environment.Version}) has no {string.Join(", ", lookup.Missing)}; "
                + "a trimmed program has lost it (publish without PublishTrimmed, or keep the library's own ILLink.Descriptors.xml), otherwise use a version of the library made for it.";
        internals.Suspension = SuspensionMembers.TryCreate(members, out string? suspensionReason);
        internals.SuspensionReason = suspensionReason;
        return reason is null ? internals : null;
    }
}
