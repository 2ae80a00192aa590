using System.Runtime.InteropServices;
using Pprof.Labels;
using Pprof.Unwinding;

namespace Pprof.Profiles.Goroutine;

/// <summary>Counts operations that are alike once; allocates for those not met before. One thread.</summary>
internal sealed class OperationTable
{
    private readonly Dictionary<AsyncOperation, int> _indexes = new(new OperationComparer());
    private readonly List<AsyncOperation> _operations = [];
    private readonly List<int> _counts = [];

    public void Add(ReadOnlySpan<CodeAddress> frames, LabelSet labels, string state, long id, int count)
    {
        OperationView view = new(frames, labels, state);
        if (!_indexes.GetAlternateLookup<OperationView>().TryGetValue(view, out int index))
        {
            AsyncOperation operation = new(id, frames.ToArray(), labels, state, Count: 0);
            _indexes.Add(operation, index = _operations.Count);
            _operations.Add(operation);
            _counts.Add(0);
        }

        CollectionsMarshal.AsSpan(_counts)[index] += count;
    }

    /// <summary>One that stands below its thread, and is therefore not counted with others.</summary>
    public void AddOfThread(AsyncOperation operation)
    {
        _operations.Add(operation);
        _counts.Add(operation.Count);
    }

    public AsyncOperation[] ToArray() => [.. _operations.Zip(_counts, (operation, count) => operation with { Count = count })];
}
