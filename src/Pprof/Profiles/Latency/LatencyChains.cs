using Pprof.Aggregation;
using Pprof.Profiles.Operations;
using Pprof.Unwinding;

namespace Pprof.Profiles.Latency;

/// <summary>The chains of one look, each by itself: which share of the time a chain has depends on what else is under way for the same request. One thread.</summary>
internal sealed class LatencyChains : IOperationSink
{
    private readonly StackTable<CodeAddress> _stacks = new(valueCount: 0, int.MaxValue);
    private readonly List<LatencyChain> _waiting = [];

    /// <summary>Those that neither a thread runs nor a thread is blocked on.</summary>
    public IReadOnlyList<LatencyChain> Waiting => _waiting;

    /// <summary>The others, with their roots.</summary>
    public Dictionary<AsyncOperation, object> OfThreads { get; } = new(ReferenceEqualityComparer.Instance);

    public void Add(ReadOnlySpan<CodeAddress> frames, in OperationFacts facts, in OperationEnds ends, int count)
    {
        if (ends.Running is null && ends.Waiter is null)
        {
            _ = _stacks.TryNumber(frames, 0, out int number);
            _waiting.Add(new LatencyChain(number, facts, ends.Root));
        }
        else
        {
            OfThreads.Add(new AsyncOperation(facts, frames.ToArray(), Count: 1) { Running = ends.Running, Waiter = ends.Waiter }, ends.Root);
        }
    }

    public ReadOnlyMemory<CodeAddress> FramesOf(in LatencyChain chain) => _stacks.FramesOf(chain.Stack);
}

/// <summary>One chain.</summary>
/// <param name="Stack">Number of its frames.</param>
/// <param name="Facts">What else is known of it.</param>
/// <param name="Root">For which nobody waits.</param>
internal readonly record struct LatencyChain(int Stack, OperationFacts Facts, object Root);
