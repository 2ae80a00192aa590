using System.Runtime.InteropServices;
using Pprof.Format;

namespace Pprof.Reporting;

/// <summary>
/// What the page adds up: samples by leaf and labels, those of equal leaf and labels as one. With a base to compare with, each has two values
/// of every type: that of the profile, then that of the base.
/// </summary>
internal sealed class SampleSums
{
    private readonly Dictionary<(int Leaf, int Labels), int> _numbers = [];
    private readonly List<(int Leaf, int Labels)> _keys = [];
    private readonly List<long> _values = [];

    private SampleSums(int types, int columns) => (Types, Columns) = (types, columns);

    public StackTree Tree { get; } = new();

    public LabelSets LabelSets { get; } = new();

    /// <summary>Sample types of the profile.</summary>
    public int Types { get; }

    /// <summary>Values of each sample: as many as types, or twice as many with a base.</summary>
    public int Columns { get; }

    public int Count => _keys.Count;

    /// <param name="profile">What is shown.</param>
    /// <param name="other">What it is compared with; null for none.</param>
    /// <param name="mostNodes">Of a tree with more, the lightest stacks lose callers, see <see cref="LightStacks"/>.</param>
    public static SampleSums Of(PageInput profile, PageInput? other = null, int mostNodes = int.MaxValue)
    {
        int types = profile.Profile.SampleTypes.Count;
        List<(PageInput Input, int FirstColumn)> inputs = other is null ? [(profile, 0)] : [(profile, 0), (other, types)];
        SampleSums sums = new(types, types * inputs.Count);
        if (inputs.TrueForAll(one => sums.TryAdd(one.Input, one.FirstColumn, mostNodes)))
        {
            return sums;
        }

        sums = new SampleSums(types, types * inputs.Count);
        LightStacks.Fill(sums, inputs, mostNodes);
        return sums;
    }

    /// <summary>By leaf, so that neighbouring numbers are close and the file small.</summary>
    public int[] Order()
    {
        int[] order = [.. Enumerable.Range(0, Count)];
        Array.Sort(order, (a, b) => (_keys[a], a).CompareTo((_keys[b], b)));
        return order;
    }

    public int LeafOf(int sample) => _keys[sample].Leaf;

    public int LabelsOf(int sample) => _keys[sample].Labels;

    public long Value(int sample, int column) => _values[(sample * Columns) + column];

    /// <param name="leaf">The sample's leaf in the tree.</param>
    /// <param name="sample">Its values and labels.</param>
    /// <param name="firstColumn">Where its values begin.</param>
    public void Add(int leaf, Sample sample, int firstColumn)
    {
        int number = NumberOf((leaf, LabelSets.Add(sample.Labels)), sample.Values);
        Span<long> values = CollectionsMarshal.AsSpan(_values).Slice((number * Columns) + firstColumn, Types);
        for (int type = 0; type < Types; type++)
        {
            values[type] += sample.Values[type];
        }
    }

    private bool TryAdd(PageInput input, int firstColumn, int mostNodes)
    {
        foreach (Sample sample in input.Profile.Samples)
        {
            Add(Tree.LeafOf(sample, input.Budget), sample, firstColumn);
            if (Tree.Count > mostNodes)
            {
                return false;
            }
        }

        return true;
    }

    // What grew and what shrank must not cancel out before anybody has seen it: a sample with a negative value stays on its own.
    private int NumberOf((int Leaf, int Labels) key, IReadOnlyList<long> values)
    {
        if (HasNegative(values))
        {
            return AddSample(key);
        }

        ref int number = ref CollectionsMarshal.GetValueRefOrAddDefault(_numbers, key, out bool isKnown);
        return isKnown ? number : number = AddSample(key);
    }

    // A million samples would allocate as many enumerators.
    private static bool HasNegative(IReadOnlyList<long> values)
    {
        for (int i = 0; i < values.Count; i++)
        {
            if (values[i] < 0)
            {
                return true;
            }
        }

        return false;
    }

    private int AddSample((int, int) key)
    {
        _keys.Add(key);
        CollectionsMarshal.SetCount(_values, _values.Count + Columns);
        CollectionsMarshal.AsSpan(_values)[^Columns..].Clear();
        return _keys.Count - 1;
    }
}
