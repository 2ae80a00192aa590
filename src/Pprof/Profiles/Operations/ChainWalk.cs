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
    private readonly OperationTable _operations;
    private readonly OperationFrames _frames;
    private readonly ChainStart _start;
    private readonly List<CodeAddress> _stack = [];
    private readonly Stack<List<object>> _unused = [];
    private int _pathsLeft;
    private string _state = "";
    private long _id;
    private LabelSet? _labels;
    private object? _running;

    /// <param name="graph">Tells who waits for whom.</param>
    /// <param name="frames">Names them.</param>
    /// <param name="operations">Gets the chains.</param>
    /// <param name="tasks">How many tasks there are.</param>
    public ChainWalk(TaskGraph graph, AsyncFrames frames, OperationTable operations, int tasks)
    {
        _graph = graph;
        _operations = operations;
        _frames = new OperationFrames(graph, frames);
        _start = new ChainStart(graph, _frames);
        _pathsLeft = tasks + MorePathsThanTasks;
    }

    /// <summary>Counts the chains that begin at an operation which waits for no other that is known.</summary>
    public void Add(Task innermost)
    {
        _stack.Clear();
        (_labels, _id) = (null, innermost.Id);
        if (_start.Add(innermost, _stack) is { } state)
        {
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
            Count(_graph.ShapeOf(operation).Kind == ShapeKind.BlockedThread ? operation : null);
        }
        else if (_stack.Count >= MostFrames || hops == 0 || !RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            CountCut(StackMarker.Truncated, waiters.Count);
        }
        else if (waiters.Count > 1 && _pathsLeft < waiters.Count)
        {
            CountCut(StackMarker.Overflow, waiters.Count);
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
        (int depth, LabelSet? labels, long id) = (_stack.Count, _labels, _id);
        foreach (object waiter in waiters)
        {
            CollectionsMarshal.SetCount(_stack, depth);
            (_labels, _id) = (labels, id);
            _frames.Add(waiter, _stack, isLeaf: false);
            MeetContext(waiter);
            Follow(waiter, hops);
        }
    }

    // Labels flow inwards, so the innermost that can have any has them all; it also gives the chain its number.
    private void MeetContext(object operation)
    {
        ObjectShape shape = _graph.ShapeOf(operation);
        bool canHaveLabels = shape.Machine is not null || shape.Kind == ShapeKind.Suspendable || (operation is Task task && _graph.ActionOf(task) is not null);
        if (_labels is null && canHaveLabels)
        {
            _labels = FlowingLabels.Of(_graph.ContextOf(operation));
            _id = (operation as Task)?.Id ?? _id;
        }
    }

    private void CountCut(StackMarker marker, int chains)
    {
        _stack.Add(CodeAddress.Marker(marker));
        Count(chains);
    }

    private void Count(object? waiter)
    {
        if (_running is null && waiter is null)
        {
            Count(1);
        }
        else
        {
            _operations.AddOfThread(
                new AsyncOperation(_id, _stack.ToArray(), _labels ?? LabelSet.Empty, _state, Count: 1) { Running = _running, Waiter = waiter });
        }
    }

    private void Count(int chains) =>
        _operations.Add(CollectionsMarshal.AsSpan(_stack), _labels ?? LabelSet.Empty, _state, _id, chains);
}
