using Pprof.Labels;

namespace Pprof.Profiles.Heap;

/// <summary>Label sets by number; number 0 is the empty one. One thread at a time; allocates for sets not met before.</summary>
/// <param name="most">
/// For programs that label every request differently: what is counted for ever cannot tell them apart for ever. Sets beyond the default of 4,096
/// are dropped, which is counted.
/// </param>
internal sealed class InternedLabels(int most = 1 << 12)
{
    private readonly Dictionary<LabelSet, int> _bySet = new() { [LabelSet.Empty] = 0 };
    private readonly List<LabelSet> _sets = [LabelSet.Empty];

    /// <summary>Look-ups that were answered with the empty set for want of room.</summary>
    public long Refused { get; private set; }

    public LabelSet this[int labels] => _sets[labels];

    public int Add(LabelSet labels)
    {
        if (labels.Count == 0)
        {
            return 0;
        }

        if (_bySet.TryGetValue(labels, out int known))
        {
            return known;
        }

        if (_sets.Count >= most)
        {
            Refused++;
            return 0;
        }

        _bySet.Add(labels, _sets.Count);
        _sets.Add(labels);
        return _sets.Count - 1;
    }
}
