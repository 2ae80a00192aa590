using System.Runtime.InteropServices;
using Pprof.Labels;

namespace Pprof.Aggregation;

/// <summary>The distinct label sets of one profile. Number 0 is the empty one. Not synchronized.</summary>
/// <remarks>
/// The bound of <see cref="TryAdd"/> is for programs that label every request differently: 65,536 sets of one short label are
/// some 12 MB, and a profile of five minutes of two busy processors at 100 Hz has 60,000 samples.
/// </remarks>
internal sealed class LabelTable(int mostSets = 65_536)
{
    private readonly Dictionary<LabelSet, int> _byContent = new() { [LabelSet.Empty] = 0 };
    private readonly List<LabelSet> _sets = [LabelSet.Empty];

    public int Count => _sets.Count;

    public LabelSet this[int index] => _sets[index];

    public int Add(LabelSet labels)
    {
        ref int index = ref CollectionsMarshal.GetValueRefOrAddDefault(_byContent, labels, out bool known);
        if (!known)
        {
            index = _sets.Count;
            _sets.Add(labels);
        }

        return index;
    }

    /// <summary>False, with the number of the empty set, when it is a new set and the table is full.</summary>
    public bool TryAdd(LabelSet labels, out int index)
    {
        if (_sets.Count > mostSets && !_byContent.ContainsKey(labels))
        {
            index = 0;
            return false;
        }

        index = Add(labels);
        return true;
    }
}
