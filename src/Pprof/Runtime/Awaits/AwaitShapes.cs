using System.Reflection;
using System.Threading.Tasks.Sources;
using Pprof.Runtime.Tasks;

namespace Pprof.Runtime;

/// <summary>
/// Where, in the objects of one type, the reference to who waits lies, and the number of the await. Ordinary threads;
/// does not throw for types of the runtime's.
/// </summary>
internal sealed class AwaitShapes
{
    private const BindingFlags Fields = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;
    private const string Suspended = "RuntimeAsyncTask`1";

    private readonly int _continuation, _flags, _target, _action, _task, _wrapped;
    private readonly Type _box, _pooledBox, _wrapper, _awaitContinuation, _continueWith;
    private readonly Type[] _blockedThread, _awaitContinuations;

    private AwaitShapes(MemberLookup lookup)
    {
        _continuation = Offset(lookup, typeof(Task), "m_continuationObject", typeof(object));
        _flags = Offset(lookup, typeof(Task), "m_stateFlags", typeof(int));
        _target = Offset(lookup, typeof(Delegate), "_target", typeof(object));
        _awaitContinuation = lookup.Type("System.Threading.Tasks.AwaitTaskContinuation");
        _action = Offset(lookup, _awaitContinuation, "m_action", typeof(Action));
        _continueWith = lookup.Type("System.Threading.Tasks.ContinueWithTaskContinuation");
        _task = Offset(lookup, _continueWith, "m_task", typeof(Task));
        _wrapper = lookup.Type("System.Runtime.CompilerServices.AsyncMethodBuilderCore+ContinuationWrapper");
        _wrapped = Offset(lookup, _wrapper, "_continuation", typeof(Action));
        _box = lookup.Type("System.Runtime.CompilerServices.AsyncTaskMethodBuilder`1+AsyncStateMachineBox`1");
        _pooledBox = lookup.Type("System.Runtime.CompilerServices.PoolingAsyncValueTaskMethodBuilder`1+StateMachineBox`1");
        _awaitContinuations = [_awaitContinuation, lookup.Type("System.Threading.Tasks.SynchronizationContextAwaitTaskContinuation"),
            lookup.Type("System.Threading.Tasks.TaskSchedulerAwaitTaskContinuation")];
        _blockedThread = [lookup.Type("System.Threading.Tasks.Task+SetOnInvokeMres"), lookup.Type("System.Threading.Tasks.Task+SetOnCountdownMres")];
    }

    /// <summary>Types that stand between two operations. Known before they are met, they need not be looked at
    /// first.</summary>
    public IEnumerable<Type> Between =>
        [typeof(Task), typeof(Action), typeof(List<object>), typeof(object), _wrapper, _continueWith, .. _blockedThread,
            .. _awaitContinuations];

    /// <summary>A task of a kind that is not known.</summary>
    public AwaitEntry OfTask => new() { Next = (ushort)_continuation, Traits = AwaitTraits.Leads };

    public static AwaitShapes? TryCreate(ITaskMembers members, out string? reason)
    {
        MemberLookup lookup = new(members);
        AwaitShapes shapes = new(lookup);
        reason = lookup.Missing.Count > 0 ? $"this runtime ({Environment.Version}) has no {string.Join(", ", lookup.Missing)}"
            : !FieldOffsets.AreKnown ? $"this runtime ({Environment.Version}) keeps the offsets of fields in another way than the known one" : null;
        return reason is null ? shapes : null;
    }

    /// <param name="type">Of the core library.</param>
    /// <param name="entry">For the signal handler.</param>
    public AwaitType Describe(Type type, out AwaitEntry entry)
    {
        for (Type? level = type; level is { IsGenericType: true, ContainsGenericParameters: false }; level = level.BaseType)
        {
            Type definition = level.GetGenericTypeDefinition();
            if (definition == _box || definition == _pooledBox)
            {
                return Box(level, definition == _pooledBox, out entry);
            }
        }

        entry = Other(type);
        return _blockedThread.Contains(type) ? AwaitType.BlockedThread : !typeof(Task).IsAssignableFrom(type) ? AwaitType.Other : type.Name == Suspended ? AwaitType.Opaque : AwaitType.Task;
    }

    private AwaitEntry Other(Type type) => type switch
    {
        _ when type.Name == Suspended => default,
        _ when typeof(Task).IsAssignableFrom(type) => OfTask with { State = (ushort)_flags, Traits = AwaitTraits.Leads | AwaitTraits.RunsDelegate },
        _ when type == typeof(Action) => Leading(_target),
        _ when type == _wrapper => Leading(_wrapped),
        _ when _awaitContinuation.IsAssignableFrom(type) => Leading(_action),
        _ when type == _continueWith => Leading(_task),
        _ => default,
    };

    private AwaitType Box(Type box, bool isPooled, out AwaitEntry entry)
    {
        FieldInfo machine = box.GetField("StateMachine", Fields)!;
        int at = FieldOffsets.Of(machine);
        bool isObject = !machine.FieldType.IsValueType;
        entry = new AwaitEntry { Next = (ushort)_continuation, Traits = AwaitTraits.Box | AwaitTraits.Leads };
        if (machine.FieldType.GetField("<>1__state", Fields) is { } state)
        {
            int inner = FieldOffsets.Of(state);
            (entry.State, entry.StateInner) = isObject ? ((ushort)at, (ushort)inner) : ((ushort)(at + inner), (ushort)0);
        }

        SetConsumer(box, machine, at, isPooled, ref entry);
        return AwaitType.Box(machine.FieldType, isObject ? -1 : at, leadsAsTask: entry.Next == _continuation && entry.NextInner == 0);
    }

    // Of a pooled box, and of an iterator, the one who awaits stands in a source of a value task.
    private static void SetConsumer(Type box, FieldInfo machine, int at, bool isPooled, ref AwaitEntry entry)
    {
        FieldInfo? promise = isPooled ? box.BaseType?.GetField("_valueTaskSource", Fields) : machine.FieldType.GetField("<>v__promiseOfValueOrEnd", Fields);
        bool isSource = promise?.FieldType is { IsGenericType: true } type && type.GetGenericTypeDefinition() == typeof(ManualResetValueTaskSourceCore<>);
        FieldInfo? consumer = isSource ? promise!.FieldType.GetField("_continuationState", Fields) : null;
        if (promise is null || consumer is null)
        {
            entry.Traits = isPooled ? AwaitTraits.Box : entry.Traits;
            return;
        }

        int inner = FieldOffsets.Of(promise) + FieldOffsets.Of(consumer);
        (entry.Next, entry.NextInner) = isPooled ? ((ushort)inner, (ushort)0) : ((ushort)at, (ushort)inner);
    }

    private static AwaitEntry Leading(int offset) => new() { Next = (ushort)offset, Traits = AwaitTraits.Leads };

    private static int Offset(MemberLookup lookup, Type type, string name, Type fieldType) => lookup.Field(type, name, fieldType) is { } field ? FieldOffsets.Of(field) : 0;
}
