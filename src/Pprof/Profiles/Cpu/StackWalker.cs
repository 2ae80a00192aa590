using System.Runtime.ExceptionServices;
using Pprof.Aggregation;
using Pprof.Labels;
using Pprof.Profiles.Naming;
using Pprof.Sampling;
using Pprof.Telemetry;
using Pprof.Threads;
using Pprof.Unwinding;

namespace Pprof.Profiles.Cpu;

/// <summary>
/// Turns samples into counted stacks on a thread of its own, as they come in, for all recordings at once: a stack is walked and named one
/// time. The thread owns the unwinder, the symbols and the counters until <see cref="Finish"/> has returned.
/// </summary>
/// <remarks>
/// The thread is made when there is something to walk, by the sampler's thread: whoever starts a thread waits until it runs, on
/// busy processors some milliseconds, and the caller of Start need not.
/// </remarks>
internal sealed class StackWalker(SampleQueue queue, StackUnwinder unwinder, SampleWork work)
{
    private readonly CodeAddress[] _stack = new CodeAddress[SampleCounter.MaxDepth];
    private readonly List<TimerRecording> _recordings = [];
    private readonly CodeAddress[] _logicalStack = new CodeAddress[SampleCounter.MaxDepth];
    private LogicalStacks? _logical;
    private bool _wantsLogical;
    private LibraryThread? _thread;
    private volatile ExceptionDispatchInfo? _failure;

    /// <summary>What ended the counting early; null when nothing did.</summary>
    public ExceptionDispatchInfo? Failure => _failure;

    /// <summary>CPU time this thread has used, in nanoseconds. On it, or after <see cref="Finish"/>.</summary>
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

    /// <summary>
    /// In an order, or after <see cref="Finish"/>: what a recording has counted is <paramref name="next"/>'s from here on; null ends it.
    /// </summary>
    /// <param name="recording">Which.</param>
    /// <param name="next">Empty.</param>
    /// <param name="account">The sampler's, of the moment up to which samples were counted.</param>
    /// <returns>What it had counted; null when it has just begun.</returns>
    public RecordedPart? Exchange(TimerRecording recording, RecordedPart? next, in SamplerAccount account)
    {
        ReadClock();
        RecordedPart? counted = recording.Part;
        counted?.End(account, Nanoseconds);
        next?.Begin(account, Nanoseconds);
        recording.Part = next;
        Enlist(recording);
        return counted;
    }

    private void Enlist(TimerRecording recording)
    {
        _ = _recordings.Remove(recording);
        if (recording.Part is not null)
        {
            _recordings.Add(recording);
        }

        _wantsLogical = _recordings.Exists(one => one.Awaits is not null);
        if (_wantsLogical)
        {
            _logical ??= new LogicalStacks(_recordings.Find(one => one.Awaits is not null)!.Awaits!.Types, ProfilingParts.OfCpu.Symbols);
        }

        work.NamesThreads = _recordings.Exists(one => one.LabelsThreads);
    }

    // When it has failed the orders still run: somebody waits for each.
    private void Run()
    {
        while (queue.Take() is { } batch)
        {
            TryCount(batch);
            batch.Order?.Invoke();
            queue.Return(batch);
        }

        ReadClock();
        _logical?.Dispose();
    }

    private void TryCount(SampleBatch batch)
    {
        try
        {
            if (_failure is null)
            {
                Count(batch);
            }
        }
        catch (Exception failure)
        {
            _failure = ExceptionDispatchInfo.Capture(failure);
        }
    }

    private void ReadClock() => Nanoseconds = _thread is { IsCurrent: true } ? CpuClock.Read(CpuClock.CurrentThread) : Nanoseconds;

    // Null when nothing in it was resumed: then its stack is the logical one, too.
    private LogicalEnd? Resume(ref int logical, int depth, in SampleHeader header, in RawStack stack)
    {
        _stack.AsSpan(0, depth).CopyTo(_logicalStack);
        logical = _logical!.Rewrite(_logicalStack, depth, stack, out LogicalEnd? end);
        logical = end is null ? 0 : work.Name(_logicalStack.AsSpan(0, logical), header, unwinder.LeafFrame, out _);
        return end;
    }

    private void Count(SampleBatch batch)
    {
        int offset = 0;
        (long samples, long weight) = (0, 0);
        while (batch.TryRead(ref offset, out SampleHeader header, out RawStack stack))
        {
            int logical = 0;
            int depth = unwinder.Unwind(stack, _stack, _wantsLogical ? _logical!.Places : default, out StackEnd end);
            LogicalEnd? resumed = _wantsLogical ? Resume(ref logical, depth, header, stack) : null;
            depth = work.Name(_stack.AsSpan(0, depth), header, unwinder.LeafFrame, out SampleMeaning meaning);
            LabelSet labels = header.LabelSetId == 0 ? LabelSet.Empty : batch.Labels[header.LabelSetId - 1];
            WalkedSample sample = new(_stack.AsSpan(0, depth)) { End = end, Labels = labels, Meaning = meaning, Taken = batch.Taken, Logical = _logicalStack.AsSpan(0, logical), Resumed = resumed };
            foreach (TimerRecording recording in _recordings)
            {
                recording.Count(sample, header.Weight, batch.Period);
            }

            samples++;
            weight += header.Weight;
        }

        foreach (TimerRecording recording in _recordings)
        {
            recording.EndBatch(batch.LostWeight, batch.Period);
        }

        OwnCounts.AddSamples(samples, weight * batch.Period);
        OwnCounts.AddLost(batch.LostWeight * batch.Period);
        work.EndBatch();
        ReadClock();
    }
}

/// <summary>A sample with a stack and what it means, for whoever counts it.</summary>
internal readonly ref struct WalkedSample(ReadOnlySpan<CodeAddress> stack)
{
    public ReadOnlySpan<CodeAddress> Stack { get; } = stack;

    /// <summary>How the walk ended.</summary>
    public StackEnd End { get; init; }

    /// <summary>With those who await in place of what is on the stack; only with <see cref="Resumed"/>.</summary>
    public ReadOnlySpan<CodeAddress> Logical { get; init; }

    /// <summary>How that ended; null when the stack is as it would be, or nobody asked.</summary>
    public LogicalEnd? Resumed { get; init; }

    public required LabelSet Labels { get; init; }

    public SampleMeaning Meaning { get; init; }

    /// <summary>As of <see cref="SampleBatch.Taken"/>.</summary>
    public long Taken { get; init; }
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
