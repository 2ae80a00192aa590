using System.Reflection;
using System.Runtime.CompilerServices;
using System.Threading.Tasks.Sources;

namespace Pprof.Runtime.Tasks;

/// <summary>
/// How to read the boxes of one async method: the compiler's fields in the state machine, which lies in the box. Any thread; the readers are
/// compiled when they are first needed.
/// </summary>
/// <remarks>
/// The names are those that the C# compiler has given since async methods exist, and that debuggers rely on. A state machine of another
/// language without them has a name and no line.
/// </remarks>
internal sealed class StateMachineShape
{
    /// <summary>State of a method that runs, or has not been suspended yet.</summary>
    public const int Running = -1;

    private const int Done = -2;
    private const int MostNesting = 3;
    private const BindingFlags Instance = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

    private readonly FieldInfo _inBox;
    private readonly Lazy<Func<object, int>> _state;
    private readonly Lazy<Func<object, object?>> _awaited;
    private readonly Lazy<Func<object, object?>> _consumer;
    private readonly Func<object, object?>? _context;

    /// <param name="boxType">A box as made for one state machine.</param>
    /// <param name="isPooled">Whether it is one of those that are used again.</param>
    public StateMachineShape(Type boxType, bool isPooled)
    {
        _inBox = boxType.GetField("StateMachine", Instance)!;
        StateMachine = _inBox.FieldType;
        IsPooled = isPooled;
        _state = new Lazy<Func<object, int>>(StateReader);
        _awaited = new Lazy<Func<object, object?>>(() => FirstOf(AwaiterPaths()));
        _consumer = new Lazy<Func<object, object?>>(() => FirstOf(ConsumerPaths(boxType)));
        _context = isPooled && boxType.BaseType?.GetField("Context", Instance) is { } field ? FieldReader.Create<object>(field) : null;
    }

    public Type StateMachine { get; }

    /// <summary>The box is no task, and stands in no table.</summary>
    public bool IsPooled { get; }

    /// <summary>Waits for each of its items through itself rather than through a task.</summary>
    public bool IsIterator => typeof(IValueTaskSource<bool>).IsAssignableFrom(StateMachine);

    /// <summary>Yields its thread somewhere, with an awaiter that holds nothing.</summary>
    public bool HasYield => StateMachine.GetFields(Instance).Any(one => one.FieldType == typeof(YieldAwaitable.YieldAwaiter));

    /// <summary>0 and above: the number of the await it is suspended at; -1: runs; -2: done; below: an iterator between two items. Null when unknown.</summary>
    public int? StateOf(object box) => Field("<>1__state") is null ? null : _state.Value(box);

    /// <summary>
    /// The object behind the awaiter it is suspended at: a task, a source of a value task, an awaiter that is a class. Null when the
    /// awaiter holds none. Awaiters that were used are cleared, so there is one at most.
    /// </summary>
    public object? AwaitedBy(object box) => _awaited.Value(box);

    /// <summary>Who awaits a pooled box, or an iterator's next item: what was given to its value task source. Null when nobody does.</summary>
    public object? ConsumerOf(object box) => IsPooled || IsIterator ? _consumer.Value(box) : null;

    /// <summary>The context a pooled box will be resumed in.</summary>
    public ExecutionContext? ContextOf(object box) => _context?.Invoke(box) as ExecutionContext;

    private FieldInfo? Field(string name) => StateMachine.GetField(name, Instance);

    // Where the state machine is a class, as in debug code and of iterators, a box that completes lets go of it.
    private Func<object, int> StateReader() => FieldReader.CreateNumber(Done, _inBox, Field("<>1__state")!);

    private static Func<object, object?> FirstOf(List<IReadOnlyList<FieldInfo>> paths) => paths.Count == 0 ? static _ => null : FieldReader.FirstOf<object>(paths);

    private List<IReadOnlyList<FieldInfo>> AwaiterPaths()
    {
        List<IReadOnlyList<FieldInfo>> paths = [];
        foreach (FieldInfo field in StateMachine.GetFields(Instance).Where(field => field.Name.StartsWith("<>u__", StringComparison.Ordinal)))
        {
            AddReferences([_inBox, field], paths);
        }

        return paths;
    }

    // A TaskAwaiter holds its task; that of a value task holds a ValueTask, which holds a task or a source.
    private static void AddReferences(FieldInfo[] path, List<IReadOnlyList<FieldInfo>> paths)
    {
        Type type = path[^1].FieldType;
        if (type.IsPointer || type.IsFunctionPointer)
        {
            // Awaiters of native libraries hold such; taken for an object it would end the process.
            return;
        }

        if (!type.IsValueType)
        {
            paths.Add(path);
        }
        else if (!type.IsPrimitive && path.Length <= MostNesting)
        {
            foreach (FieldInfo field in type.GetFields(Instance))
            {
                AddReferences([.. path, field], paths);
            }
        }
    }

    private List<IReadOnlyList<FieldInfo>> ConsumerPaths(Type boxType)
    {
        FieldInfo[] path = IsPooled
            ? [boxType.BaseType!.GetField("_valueTaskSource", Instance)!]
            : [_inBox, Field("<>v__promiseOfValueOrEnd")!];
        bool isCore = path[^1]?.FieldType is { IsGenericType: true } type && type.GetGenericTypeDefinition() == typeof(ManualResetValueTaskSourceCore<>);
        FieldInfo? consumer = isCore ? path[^1].FieldType.GetField("_continuationState", Instance) : null;
        return consumer is null ? [] : [[.. path, consumer]];
    }
}
