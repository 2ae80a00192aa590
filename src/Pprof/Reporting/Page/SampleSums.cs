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

    public static SampleSums Of(PageInput profile, PageInput? other = null)
    {
        int types = profile.Profile.SampleTypes.Count;
        SampleSums sums = new(types, types * (other is null ? 1 : 2));
        sums.Add(profile, 0);
        if (other is not null)
        {
            sums.Add(other, types);
        }

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

    private void Add(PageInput input, int firstColumn)
    {
        foreach (Sample sample in input.Profile.Samples)
        {
            int number = NumberOf(sample, input.Budget);
            Span<long> values = CollectionsMarshal.AsSpan(_values).Slice((number * Columns) + firstColumn, Types);
            for (int type = 0; type < Types; type++)
            {
                values[type] += sample.Values[type];
            }
        }
    }

    // What grew and what shrank must not cancel out before anybody has seen it: a sample with a negative value stays on its own.
    private int NumberOf(Sample sample, ReadBudget budget)
    {
        (int, int) key = (Tree.LeafOf(sample, budget), LabelSets.Add(sample.Labels));
        if (sample.Values.Any(value => value < 0))
        {
            return AddSample(key);
        }

        ref int number = ref CollectionsMarshal.GetValueRefOrAddDefault(_numbers, key, out bool isKnown);
        return isKnown ? number : number = AddSample(key);
    }

    private int AddSample((int, int) key)
    {
        _keys.Add(key);
        CollectionsMarshal.SetCount(_values, _values.Count + Columns);
        CollectionsMarshal.AsSpan(_values)[^Columns..].Clear();
        return _keys.Count - 1;
    }
}
