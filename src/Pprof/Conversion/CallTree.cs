using System.Runtime.InteropServices;
using Pprof.Format;
using Pprof.Reporting;

namespace Pprof.Conversion;

/// <summary>
/// The stacks of a profile as a tree of frames with one value. A node's number is greater than its caller's; 0 is the
/// root.
/// </summary>
internal sealed class CallTree
{
    private readonly Dictionary<(int Parent, int Frame), int> _children = [];
    private readonly ReadBudget _budget;

    private CallTree(ReadBudget budget) => _budget = budget;

    public List<int> Parents { get; } = [-1];

    public List<int> Frames { get; } = [-1];

    /// <summary>The value of the samples that end here.</summary>
    public List<long> Own { get; } = [0];

    public static CallTree Of(ConvertedStacks stacks, int valueIndex, ReadBudget budget)
    {
        CallTree tree = new(budget);
        foreach (Sample sample in stacks.Samples.Where(sample => sample.Values[valueIndex] != 0))
        {
            int node = 0;
            foreach (int frame in stacks.Of(sample))
            {
                node = tree.Child(node, frame);
            }

            tree.Own[node] = unchecked(tree.Own[node] + sample.Values[valueIndex]);
        }

        return tree;
    }

    /// <summary>With what was called.</summary>
    public long[] Sums()
    {
        long[] sums = [.. Own];
        for (int i = sums.Length - 1; i > 0; i--)
        {
            sums[Parents[i]] = unchecked(sums[Parents[i]] + sums[i]);
        }

        return sums;
    }

    private int Child(int parent, int frame)
    {
        ref int child = ref CollectionsMarshal.GetValueRefOrAddDefault(_children, (parent, frame), out bool isKnown);
        if (!isKnown)
        {
            _budget.Charge(ReadBudget.Node);
            child = Parents.Count;
            Parents.Add(parent);
            Frames.Add(frame);
            Own.Add(0);
        }

        return child;
    }
}
