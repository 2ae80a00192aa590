using System.Runtime.InteropServices;
using Pprof.Format;

namespace Pprof.Reporting;

/// <summary>
/// The stacks of a profile as one tree, callers above: what an icicle draws. Frames are functions by name, as where the pprof tool counts
/// functions; an inlined call is a node of its own beside a real one. A node's number is greater than its parent's, so that sums over
/// subtrees need no recursion.
/// </summary>
internal sealed class StackTree
{
    /// <summary>The root, which stands for all samples and is in no array.</summary>
    public const int Root = 0;

    private readonly FunctionNames _functions = new();
    private readonly Dictionary<Location, int[]> _framesOf = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<(int Parent, int Frame), int> _children = [];
    private readonly List<int> _parents = [];
    private readonly List<int> _frames = [];

    private StackTree()
    {
    }

    public FunctionNames Functions => _functions;

    /// <summary>Parent of node 1, 2, 3, …</summary>
    public IReadOnlyList<int> Parents => _parents;

    /// <summary>Frame of node 1, 2, 3, …: twice the function's number, plus one where it was inlined.</summary>
    public IReadOnlyList<int> Frames => _frames;

    /// <summary>For each sample the node of its leaf; of a sample without a stack, the root.</summary>
    public required int[] Leaves { get; init; }

    public static StackTree Of(ProfileData profile)
    {
        StackTree tree = new() { Leaves = new int[profile.Samples.Count] };
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
            foreach (int frame in FramesOf(sample.Locations[i]))
            {
                node = Child(node, frame);
            }
        }

        return node;
    }

    private int Child(int parent, int frame)
    {
        ref int child = ref CollectionsMarshal.GetValueRefOrAddDefault(_children, (parent, frame), out bool isKnown);
        if (!isKnown)
        {
            _parents.Add(parent);
            _frames.Add(frame);
            child = _parents.Count;
        }

        return child;
    }

    private int[] FramesOf(Location location)
    {
        ref int[]? frames = ref CollectionsMarshal.GetValueRefOrAddDefault(_framesOf, location, out _);
        return frames ??= location.Lines.Count == 0 ? [2 * _functions.Add(FrameNames.OfAddress(location), "", 0)] : FramesOf(location.Lines);
    }

    /// <summary>Outermost first; every line but the outermost was inlined.</summary>
    private int[] FramesOf(IReadOnlyList<Line> lines)
    {
        int[] frames = new int[lines.Count];
        for (int i = 0; i < frames.Length; i++)
        {
            Function function = lines[^(i + 1)].Function;
            frames[i] = (2 * _functions.Add(function.Name, function.FileName, function.StartLine)) + (i > 0 ? 1 : 0);
        }

        return frames;
    }
}
