using Pprof.Aggregation;
using Pprof.Labels;
using Pprof.Unwinding;

namespace Pprof.Profiles.Operations;

/// <summary>Counts operations that are alike once; allocates for those not met before. One thread.</summary>
internal sealed class OperationTable : IOperationSink
{
    private readonly Dictionary<(LabelSet Labels, string State, string? Bucket), int> _works = [];
    private readonly StackTable<CodeAddress> _stacks = new(maxFrames: int.MaxValue);
    private readonly List<AsyncOperation> _alike = [];
    private readonly List<AsyncOperation> _ofThreads = [];

    /// <summary>Of those that are alike the oldest gives its number and its age.</summary>
    /// <param name="frames">Leaf first.</param>
    /// <param name="facts">What else is known of it.</param>
    /// <param name="count">How many there are.</param>
    public void Add(ReadOnlySpan<CodeAddress> frames, in OperationFacts facts, int count)
    {
        (LabelSet, string, string?) kind = (facts.Labels, facts.State, Age.AreLabels ? Age.BucketOf(facts.Age) : null);
        if (!_works.TryGetValue(kind, out int work))
        {
            _works.Add(kind, work = _works.Count);
        }

        _ = _stacks.TryNumber(frames, work, out int number);
        _stacks.TryAdd(frames, work, count);
        if (number == _alike.Count)
        {
            _alike.Add(new AsyncOperation(facts, _stacks.FramesOf(number), Count: 0));
        }
        else if (facts.Age > _alike[number].Facts.Age)
        {
            _alike[number] = _alike[number] with { Facts = facts };
        }
    }

    /// <summary>One that a thread runs, or is blocked on, stands below its thread, and is therefore not counted with others.</summary>
    public void Add(ReadOnlySpan<CodeAddress> frames, in OperationFacts facts, in OperationEnds ends, int count)
    {
        if (ends.Running is null && ends.Waiter is null)
        {
            Add(frames, facts, count);
        }
        else
        {
            _ofThreads.Add(new AsyncOperation(facts, frames.ToArray(), Count: 1) { Running = ends.Running, Waiter = ends.Waiter });
        }
    }

    public AsyncOperation[] ToArray() => [.. _alike.Select((one, number) => one with { Count = CountOf(number) }), .. _ofThreads];

    private int CountOf(int number) => (int)_stacks.ValuesOf(_stacks.Entries[number])[0];
}
