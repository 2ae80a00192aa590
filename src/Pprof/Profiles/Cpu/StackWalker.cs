using System.Runtime.ExceptionServices;
using Pprof.Aggregation;
using Pprof.Sampling;
using Pprof.Threads;
using Pprof.Unwinding;

namespace Pprof.Profiles.Cpu;

/// <summary>
/// Turns samples into counted stacks on a thread of its own, as they come in. The thread owns the unwinder, the symbols and
/// the counter until <see cref="Finish"/> has returned.
/// </summary>
/// <remarks>
/// The thread is made when there is something to walk, by the sampler's thread: whoever starts a thread waits until it runs, on
/// busy processors some milliseconds, and the caller of Start need not.
/// </remarks>
internal sealed class StackWalker
{
    private readonly SampleQueue _queue;
    private readonly StackUnwinder _unwinder;
    private readonly SampleCounter _counter;
    private readonly SampleWork _work;
    private readonly CodeAddress[] _stack = new CodeAddress[SampleCounter.MaxDepth];
    private LibraryThread? _thread;
    private ExceptionDispatchInfo? _failure;

    public StackWalker(SampleQueue queue, StackUnwinder unwinder, SampleCounter counter, SampleWork work)
    {
        _work = work;
        _queue = queue;
        _unwinder = unwinder;
        _counter = counter;
    }

    /// <summary>How the walks ended. Exact after <see cref="Finish"/>.</summary>
    public WalkTally Tally { get; } = new();

    /// <summary>CPU time this thread has used, after <see cref="Finish"/>.</summary>
    public long Nanoseconds { get; private set; }

    /// <summary><c>pprof cpu sampler</c>.</summary>
    public void EnsureStarted()
    {
        if (_thread is null)
        {
            _thread = new LibraryThread("pprof stack walker", Run);
            _thread.Start();
        }
    }

    /// <summary>
    /// When the sampler has ended and the queue is complete: waits until everything is counted, or counts it itself. Throws what ended the
    /// walker early.
    /// </summary>
    public void Finish()
    {
        if (_thread is null)
        {
            Run();
        }

        _thread?.Join();
        _failure?.Throw();
    }

    private void Run()
    {
        try
        {
            while (_queue.Take() is { } batch)
            {
                Count(batch);
                _queue.Return(batch);
            }

            Nanoseconds = _thread is null ? 0 : CpuClock.Read(CpuClock.CurrentThread);
        }
        catch (Exception failure)
        {
            _failure = ExceptionDispatchInfo.Capture(failure);
        }
    }

    private void Count(SampleBatch batch)
    {
        int offset = 0;
        while (batch.TryRead(ref offset, out SampleHeader header, out RawStack stack))
        {
            int depth = _unwinder.Unwind(stack, _stack, out StackEnd end);
            Tally.Add(end);
            depth = _work.Name(_stack.AsSpan(0, depth), header, _unwinder.LeafFrame, out int labelSet);
            _counter.Add(_stack.AsSpan(0, depth), _counter.InWindow(labelSet, batch.Window), header.Weight);
        }

        if (batch.LostWeight > 0)
        {
            _counter.Add(StackMarker.Lost, batch.LostWeight);
        }

        // Code that these samples met may be freed before the next ones.
        _counter.Locations.ForgetTransient();
        _work.EndBatch();
    }
}

/// <summary>How many stacks were walked to their root and how many were not.</summary>
internal sealed class WalkTally
{
    public long Whole { get; private set; }

    public long Truncated { get; private set; }

    public long Unwalkable { get; private set; }

    public void Add(StackEnd end)
    {
        Whole += end == StackEnd.Root ? 1 : 0;
        Truncated += end == StackEnd.Truncated ? 1 : 0;
        Unwalkable += end == StackEnd.Unwalkable ? 1 : 0;
    }
}
