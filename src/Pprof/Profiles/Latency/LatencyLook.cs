using Pprof.Labels;
using Pprof.Profiles.Naming;
using Pprof.Profiles.Operations;
using Pprof.Runtime;
using Pprof.Runtime.Tasks;
using Pprof.Sampling;
using Pprof.Unwinding;

namespace Pprof.Profiles.Latency;

/// <summary>
/// One look at everything that is under way: operations that wait, and threads that run or are blocked. The program waits for the copy of the runtime's table only. One thread.
/// </summary>
internal sealed class LatencyLook
{
    // Collections while threads are looked at hide which operation a thread runs.
    private const int MostTries = 2;

    private readonly LatencyChains _chains = new();
    private readonly HashSet<AsyncOperation> _withThread = new(ReferenceEqualityComparer.Instance);
    private readonly LatencyUnits _units;
    private readonly ProgramCode _program;

    private LatencyLook(ProgramCode program) => (_program, _units) = (program, new LatencyUnits(program));

    public static LatencyUnits Take(TaskTracking tracking, ProgramCode program)
    {
        LatencyLook look = new(program);
        lock (tracking.Table.Gate)
        {
            AsyncOperations.Follow(tracking, tracking.Table.Copy(), look._chains);
        }

        look.AddWaiting();
        if (ActivationSignal.NotSupportedReason is null)
        {
            look.AddThreads();
        }

        look.AddWithoutThread();
        return look._units;
    }

    private void AddWaiting()
    {
        foreach (LatencyChain chain in _chains.Waiting)
        {
            _units.Add(_chains.FramesOf(chain), chain.Facts.Labels, chain.Facts.State, chain.Facts.Id, chain.Root);
        }
    }

    private void AddThreads()
    {
        List<AsyncOperation> operations = [.. _chains.OfThreads.Keys];
        HeldObjects held = new(OperationsOfThreads.ObjectsOf(operations));
        OperationsOfThreads of = new(operations, AsyncOperations.IsRunning);
        ThreadCollector threads = Capture(held);
        for (int tries = 1; held.WasDisturbed && tries < MostTries; tries++)
        {
            threads = Capture(held);
        }

        foreach (ThreadUnit thread in threads.InOrder())
        {
            AddThread(thread, of);
        }
    }

    private static ThreadCollector Capture(HeldObjects held) => ThreadsNow.Capture(ProfilingParts.OfCounts, RuntimeDescription.Current.Roster.Value, held);

    private void AddThread(ThreadUnit thread, OperationsOfThreads operations)
    {
        string[] names = [.. thread.Frames.ToArray().Select(_program.NameOf)];
        IReadOnlyList<AsyncOperation> running = operations.RunBy(thread, new HashSet<string>(names), one => _program.NameOf(one.Frames.Span[0]));

        // What runs is its runner's. A thread that does nothing of its own, such as the first one, which waits for the end of the program, says nothing about what it waits for.
        AsyncOperation[] awaited = _program.IsWork(thread.Frames.Span) ? [.. operations.AwaitedBy(thread).Where(one => one.Running is null)] : [];
        _withThread.UnionWith([.. running, .. awaited]);
        AddEach(thread, names, [.. running], awaited);
    }

    // It may run one operation and block on another: then it stands between both.
    private void AddEach(ThreadUnit thread, string[] names, AsyncOperation?[] running, AsyncOperation?[] awaited)
    {
        string state = ThreadActivity.Of(thread.Wait, thread.Frames.ToArray().Select(_program.FunctionOf));
        foreach (AsyncOperation? run in running.Length == 0 ? [null] : running)
        {
            ReadOnlyMemory<CodeAddress> stack = run is null ? thread.Frames
                : StitchedStack.OfRunning(thread.Frames.Span, names, run.Frames.Span, _program.NameOf(run.Frames.Span[0]));
            foreach (AsyncOperation? wait in awaited.Length == 0 ? [null] : awaited)
            {
                LabelSet labels = new[] { run?.Labels, thread.Labels, wait?.Labels }.FirstOrDefault(one => one is { Count: > 0 }) ?? LabelSet.Empty;
                object root = (run ?? wait) is { } operation ? _chains.OfThreads[operation] : thread;
                _units.Add(
                    wait is null ? stack : StitchedStack.OfAwaited(stack.Span, wait.Frames.Span), labels, state, run?.Facts.Id ?? -thread.Thread.OsId, root);
            }
        }
    }

    // Those whose threads were not found. A thread that has the same labels stands for them; of those that run without labels a thread is there, too. What runs no more has gone on since, maybe
    // as what a thread was seen to do.
    private void AddWithoutThread()
    {
        foreach ((AsyncOperation one, object root) in _chains.OfThreads)
        {
            bool isHidden = _withThread.Contains(one) || (one.Running is not null && (one.Labels.Count == 0 || !AsyncOperations.IsRunning(one.Running))) || (one.Labels.Count > 0 && _units.Has(one.Labels, root));
            if (!isHidden)
            {
                _units.Add(one.Frames, one.Labels, one.State, one.Facts.Id, root);
            }
        }
    }
}
