using System.Reflection;

namespace Pprof.Runtime.Tasks;

/// <summary>
/// The private members of a runtime that suspends async methods itself (.NET 11). Such methods have no state machine: what is left of a suspended one is
/// a <c>Continuation</c>, whose class the JIT makes up; it leads to the continuation of the method that awaits, and so on out to the one task
/// of all of them, which holds the innermost. Ordinary threads only.
/// </summary>
/// <remarks>
/// <code>
/// RuntimeAsyncTask.m_stateObject → RuntimeAsyncTaskContinuation (of the task that is awaited) → Continuation of Inner → Continuation of Outer
///                                  or ValueTaskSourceContinuation, or nothing                   .Next                    .ResumeInfo → DiagnosticIP
/// </code>
/// <c>GetType()</c> of a continuation whose class the JIT made throws. So none is asked for its type; all are tested for being one.
/// </remarks>
internal sealed class SuspensionMembers
{
    private const string Namespace = "System.Runtime.CompilerServices.";
    private readonly MemberLookup _lookup;
    private readonly MethodInfo? _synchronize;
    private readonly FieldInfo? _taskTimes, _continuationTimes;

    private SuspensionMembers(MemberLookup lookup, Type continuation)
    {
        _lookup = lookup;
        OpenTask = lookup.Type(Namespace + "AsyncHelpers+RuntimeAsyncTask`1");
        IsContinuation = FieldReader.CreateTest(continuation);
        Next = lookup.Reader(continuation, ("Next", continuation));
        ResumeInfo = lookup.PointerReader(continuation, "ResumeInfo", lookup.Type(Namespace + "ResumeInfo"));
        Type taskAwait = lookup.Type(Namespace + "RuntimeAsyncTaskContinuation");
        IsTaskAwait = FieldReader.CreateTest(taskAwait);
        AwaitedTask = lookup.Reader(taskAwait, ("Task", typeof(Task)));
        Owner = lookup.Reader(taskAwait, ("RuntimeAsyncTask", typeof(Task)));
        Type sourceAwait = lookup.Type(Namespace + "AsyncHelpers+ValueTaskSourceContinuation");
        IsSourceAwait = FieldReader.CreateTest(sourceAwait);
        AwaitedSource = lookup.Reader(sourceAwait, ("Source", typeof(object)));
        Context = lookup.ContextReader(continuation, "TryGetExecutionContext");
        _taskTimes = lookup.Field(typeof(Task), "s_runtimeAsyncTaskTimestamps", typeof(Dictionary<int, long>));
        _continuationTimes = lookup.Field(typeof(Task), "s_runtimeAsyncContinuationTimestamps", typeof(Dictionary<object, long>));
        _synchronize = lookup.Method(lookup.Type(Namespace + "AsyncInstrumentation"), "SynchronizeFlags");
    }

    /// <summary>Open generic type: the task of suspended methods.</summary>
    public Type OpenTask { get; }

    public Func<object, bool> IsContinuation { get; }

    public Func<object, object?> Next { get; }

    /// <summary>Address of the <c>ResumeInfo</c>.</summary>
    public Func<object, nint> ResumeInfo { get; }

    public Func<object, bool> IsTaskAwait { get; }

    public Func<object, object?> AwaitedTask { get; }

    /// <summary>The task of the methods that await.</summary>
    public Func<object, object?> Owner { get; }

    public Func<object, bool> IsSourceAwait { get; }

    public Func<object, object?> AwaitedSource { get; }

    /// <summary>The execution context that a method will be resumed in; null when its continuation holds none.</summary>
    public Func<object, ExecutionContext?> Context { get; }

    /// <summary>Null without a reason where all async methods have state machines; null with one where this is kept in another way than the known one.</summary>
    public static SuspensionMembers? TryCreate(ITaskMembers members, out string? reason)
    {
        reason = null;

        // .NET 10 has a first form of it that is off, and that none of its own code is compiled for.
        bool isFirstForm = members.FindType(Namespace + "AsyncHelpers+ThunkTaskCore") is not null;
        if (isFirstForm || members.FindType(Namespace + "Continuation") is not { } continuation)
        {
            return null;
        }

        MemberLookup lookup = new(members);
        SuspensionMembers found = new(lookup, continuation);
        reason = lookup.Missing.Count == 0 ? null : $"this runtime ({Environment.Version}) has no {string.Join(", ", lookup.Missing)}";
        return reason is null ? found : null;
    }

    /// <summary>The runtime asks for the switch of its table when it starts, and then only when it is told to.</summary>
    public void TellOfSwitch() => _synchronize!.Invoke(null, null);

    /// <summary>
    /// While the switch is on the runtime also remembers, for debuggers, when each method was suspended; it forgets nothing of that when the switch is off, and would keep
    /// every method for ever that was suspended then.
    /// </summary>
    public void ForgetTimes()
    {
        if (_taskTimes!.GetValue(null) is Dictionary<int, long> tasks)
        {
            _taskTimes.SetValue(null, new Dictionary<int, long>(tasks.Comparer));
        }

        if (_continuationTimes!.GetValue(null) is Dictionary<object, long> continuations)
        {
            _continuationTimes.SetValue(null, new Dictionary<object, long>(continuations.Comparer));
        }
    }

    /// <summary>How many suspended methods the runtime remembers the time of.</summary>
    internal int TimesKept => (_continuationTimes!.GetValue(null) as Dictionary<object, long>)?.Count ?? 0;
}
