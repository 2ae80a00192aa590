using System.Runtime.InteropServices;
using Pprof.Labels;

namespace Pprof.Aggregation;

/// <summary>The distinct label sets of one profile. Number 0 is the empty one. Not synchronized.</summary>
internal sealed class LabelTable
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
}
