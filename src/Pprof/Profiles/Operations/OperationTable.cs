using Pprof.Aggregation;
using Pprof.Labels;
using Pprof.Unwinding;

namespace Pprof.Profiles.Operations;

/// <summary>Counts operations that are alike once; allocates for those not met before. One thread.</summary>
internal sealed class OperationTable
{
    private readonly Dictionary<(LabelSet Labels, string State), int> _works = [];
    private readonly StackTable<CodeAddress> _stacks = new(maxFrames: int.MaxValue);
    private readonly List<AsyncOperation> _alike = [];
    private readonly List<AsyncOperation> _ofThreads = [];

    public void Add(ReadOnlySpan<CodeAddress> frames, LabelSet labels, string state, long id, int count)
    {
        if (!_works.TryGetValue((labels, state), out int work))
        {
            _works.Add((labels, state), work = _works.Count);
        }

        _stacks.TryAdd(frames, work, count);
        if (_stacks.Count > _alike.Count)
        {
            _alike.Add(new AsyncOperation(id, _stacks.FramesOf(_alike.Count), labels, state, Count: 0));
        }
    }

    /// <summary>One that stands below its thread, and is therefore not counted with others.</summary>
    public void AddOfThread(AsyncOperation operation) => _ofThreads.Add(operation);

    public AsyncOperation[] ToArray() => [.. _alike.Select((one, number) => one with { Count = CountOf(number) }), .. _ofThreads];

    private int CountOf(int number) => (int)_stacks.ValuesOf(_stacks.Entries[number])[0];
}
