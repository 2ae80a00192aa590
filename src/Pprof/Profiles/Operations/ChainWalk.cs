using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Pprof.Labels;
using Pprof.Runtime.Tasks;
using Pprof.Symbolization.Async;
using Pprof.Unwinding;

namespace Pprof.Profiles.Operations;

/// <summary>
/// Follows operations out to whoever waits for them in the end, one stack for each way there is. They go on meanwhile, so a chain is as true as a
/// picture of something that moves: every frame stood there at some moment of the walk. One thread; never throws.
/// </summary>
internal sealed class ChainWalk
{
    /// <summary>Frames of the longest chain, as of a thread's stack; one more for the marker. It also ends chains that bite their tail.</summary>
    public const int MostFrames = 512;

    // Each way through n joins of two forks counts, and there may be 2^n: real programs have about one for each task.
    private const int MorePathsThanTasks = 1 << 12;

    private readonly TaskGraph _graph;
    private readonly IOperationSink _operations;
    private readonly OperationFrames _frames;
    private readonly ChainStart _start;
    private readonly List<CodeAddress> _stack = [];
    private readonly Stack<List<object>> _unused = [];
    private readonly HashSet<object> _met;
    private int _pathsLeft;
    private string _state = "";
    private long _id;
    private LabelSet? _labels;
    private TimeSpan _age;
    private bool _isWait;
    private object? _running;

    /// <param name="graph">Tells who waits for whom.</param>
    /// <param name="frames">Names them.</param>
    /// <param name="operations">Gets the chains.</param>
    /// <param name="tasks">How many tasks there are.</param>
    public ChainWalk(TaskGraph graph, AsyncFrames frames, IOperationSink operations, int tasks)
    {
        _graph = graph;
        _operations = operations;
        _frames = new OperationFrames(graph, frames);
        _start = new ChainStart(graph, _frames);
        _pathsLeft = tasks + MorePathsThanTasks;
        _met = new HashSet<object>(tasks, ObjectIdentity.Comparer);
    }

    /// <summary>Whether a chain was cut, so that operations further out were not met.</summary>
    public bool HasCut { get; private set; }

    /// <summary>Whether some chain has come by.</summary>
    public bool HasMet(object operation) => _met.Contains(operation);

    /// <summary>Counts the chains that begin at an operation which waits for no other that is known.</summary>
    public void Add(Task innermost)
    {
        _stack.Clear();
        (_labels, _id, _age) = (null, innermost.Id, AgeClock.Shared.OfTask(innermost.Id));
        _isWait = _graph.ShapeOf(innermost).Kind == ShapeKind.Task && _graph.ActionOf(innermost) is null;
        if (_start.Add(innermost, _stack) is { } state)
        {
            _met.Add(innermost);
            _state = state;
            _running = _start.RunningOne;
            MeetContext(innermost);
            Follow(innermost, MostFrames);
        }
    }

    private void Follow(object operation, int hops)
    {
        List<object> waiters = _unused.TryPop(out List<object>? list) ? list : [];
        _graph.AddWaiters(operation, waiters);
        if (waiters.Count == 0)
        {
            Count(new OperationEnds(operation, _running, _graph.ShapeOf(operation).Kind == ShapeKind.BlockedThread ? operation : null));
        }
        else if (_stack.Count >= MostFrames || hops == 0 || !RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            CountCut(StackMarker.Truncated, operation, waiters.Count);
        }
        else if (waiters.Count > 1 && _pathsLeft < waiters.Count)
        {
            CountCut(StackMarker.Overflow, operation, waiters.Count);
        }
        else
        {
            FollowEach(waiters, hops - 1);
        }

        waiters.Clear();
        _unused.Push(waiters);
    }

    private void FollowEach(List<object> waiters, int hops)
    {
        _pathsLeft -= waiters.Count - 1;
        (int depth, LabelSet? labels, long id, TimeSpan age) = (_stack.Count, _labels, _id, _age);
        foreach (object waiter in waiters)
        {
            CollectionsMarshal.SetCount(_stack, depth);
            (_labels, _id, _age) = (labels, id, age);
            _met.Add(waiter);
            _frames.Add(waiter, _stack, isLeaf: false);
            MeetContext(waiter);
            Follow(waiter, hops);
        }
    }

    // Labels flow inwards, so the innermost that can have any has them all; it also gives the chain its number. It cannot wait for longer than there has been something to wait for, nor than it
    // has been there itself: a source may be awaited by many, and a loop awaits one delay after the other.
    private void MeetContext(object operation)
    {
        ObjectShape shape = _graph.ShapeOf(operation);
        bool canHaveLabels = shape.Machine is not null || shape.Kind == ShapeKind.Suspendable || (operation is Task run && _graph.ActionOf(run) is not null);
        if (_labels is null && canHaveLabels)
        {
            _labels = FlowingLabels.Of(_graph.ContextOf(operation));
            if (operation is Task task)
            {
                _id = task.Id;
                TimeSpan age = AgeClock.Shared.OfTask(task.Id);
                _age = age < _age ? age : _age;
            }
        }
    }

    private void CountCut(StackMarker marker, object end, int chains)
    {
        HasCut = true;
        _stack.Add(CodeAddress.Marker(marker));
        Count(new OperationEnds(end, Running: null, Waiter: null), chains);
    }

    private void Count(in OperationEnds ends, int chains = 1) =>
        _operations.Add(CollectionsMarshal.AsSpan(_stack), new OperationFacts(_id, _labels ?? LabelSet.Empty, _state, _age, _isWait), ends, chains);
}
