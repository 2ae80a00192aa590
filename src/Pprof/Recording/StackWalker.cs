using System.Runtime.ExceptionServices;
using Pprof.Aggregation;
using Pprof.Sampling;
using Pprof.Unwinding;

namespace Pprof.Recording;

/// <summary>
/// Turns samples into counted stacks on a thread of its own, as they come in. The thread owns the unwinder, the symbols and
/// the counter until <see cref="Finish"/> has returned.
/// </summary>
internal sealed class StackWalker
{
    private readonly SampleQueue _queue;
    private readonly StackUnwinder _unwinder;
    private readonly SampleCounter _counter;
    private readonly CodeAddress[] _stack = new CodeAddress[SampleCounter.MaxDepth];
    private readonly Thread _thread;
    private ExceptionDispatchInfo? _failure;

    public StackWalker(SampleQueue queue, StackUnwinder unwinder, SampleCounter counter)
    {
        _queue = queue;
        _unwinder = unwinder;
        _counter = counter;
        _thread = new Thread(Run) { Name = "pprof stack walker", IsBackground = true };
        _thread.Start();
    }

    /// <summary>How the walks ended. Exact after <see cref="Finish"/>.</summary>
    public WalkTally Tally { get; } = new();

    /// <summary>CPU time this thread has used, after <see cref="Finish"/>.</summary>
    public long Nanoseconds { get; private set; }

    /// <summary>Waits until everything in the completed queue is counted. Throws what ended the walker early.</summary>
    public void Finish()
    {
        _thread.Join();
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

            Nanoseconds = CpuClock.Read(CpuClock.CurrentThread);
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
            _counter.Add(_stack.AsSpan(0, depth), header.LabelSetId, header.Weight);
        }

        if (batch.LostWeight > 0)
        {
            _counter.Add(StackMarker.Lost, batch.LostWeight);
        }

        // Code that these samples met may be freed before the next ones.
        _counter.Locations.ForgetTransient();
    }
}
