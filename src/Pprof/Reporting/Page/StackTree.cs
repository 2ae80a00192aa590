using System.Runtime.InteropServices;
using Pprof.Format;

namespace Pprof.Reporting;

/// <summary>
/// The stacks of a profile as one tree, callers above. Frames are functions by name, as where the pprof tool counts functions; an inlined call is a node of its own beside a real one, and so
/// is each line of a function, which the page joins again in what it draws. A node's number is greater than its parent's, so that sums over subtrees need no recursion.
/// </summary>
internal sealed class StackTree
{
    /// <summary>The root, which stands for all samples and is in no array.</summary>
    public const int Root = 0;

    private readonly FunctionNames _functions = new();
    private readonly Dictionary<Location, Frame[]> _framesOf = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<(int Parent, Frame Frame), int> _children = [];
    private readonly List<int> _parents = [];
    private readonly List<Frame> _frames = [];

    private readonly ReadBudget _budget;

    private StackTree(ReadBudget budget) => _budget = budget;

    /// <param name="Number">Twice the function's number, plus one where it was inlined.</param>
    /// <param name="Place">Number of the line in a file where it runs or calls.</param>
    public readonly record struct Frame(int Number, int Place);

    public FunctionNames Functions => _functions;

    /// <summary>Parent of node 1, 2, 3, …</summary>
    public IReadOnlyList<int> Parents => _parents;

    /// <summary>Frame of node 1, 2, 3, …</summary>
    public IReadOnlyList<Frame> Frames => _frames;

    /// <summary>For each sample the node of its leaf; of a sample without a stack, the root.</summary>
    public required int[] Leaves { get; init; }

    /// <param name="profile">Not changed.</param>
    /// <param name="budget">Pays for every node: a small file can stand for millions.</param>
    public static StackTree Of(ProfileData profile, ReadBudget budget)
    {
        StackTree tree = new(budget) { Leaves = new int[profile.Samples.Count] };
        for (int i = 0; i < tree.Leaves.Length; i++)
        {
            tree.Leaves[i] = tree.LeafOf(profile.Samples[i]);
        }

        return tree;
    }

    private int LeafOf(Sample sample)
    {
        int node = Root;
        for (int i = sample.Locations.Count - 1; i >= 0; i--)
        {
            foreach (Frame frame in FramesOf(sample.Locations[i]))
            {
                node = Child(node, frame);
            }
        }

        return node;
    }

    private int Child(int parent, Frame frame)
    {
        ref int child = ref CollectionsMarshal.GetValueRefOrAddDefault(_children, (parent, frame), out bool isKnown);
        if (!isKnown)
        {
            _budget.Charge(ReadBudget.Node);
            _parents.Add(parent);
            _frames.Add(frame);
            child = _parents.Count;
        }

        return child;
    }

    private Frame[] FramesOf(Location location)
    {
        ref Frame[]? frames = ref CollectionsMarshal.GetValueRefOrAddDefault(_framesOf, location, out _);
        return frames ??= location.Lines.Count == 0 ? [new Frame(2 * _functions.Add(FrameNames.OfMapping(location.Mapping), "", 0), FunctionNames.NoPlace)] : FramesOf(location.Lines, location.Mapping);
    }

    /// <summary>Outermost first; every line but the outermost was inlined.</summary>
    private Frame[] FramesOf(IReadOnlyList<Line> lines, Mapping? mapping)
    {
        Frame[] frames = new Frame[lines.Count];
        for (int i = 0; i < frames.Length; i++)
        {
            Line line = lines[^(i + 1)];
            int function = _functions.Add(FrameNames.Of(line, mapping), line.Function.FileName, line.Function.StartLine);
            frames[i] = new Frame((2 * function) + (i > 0 ? 1 : 0), _functions.AddPlace(line.Function.FileName, line.LineNumber));
        }

        return frames;
    }
}
