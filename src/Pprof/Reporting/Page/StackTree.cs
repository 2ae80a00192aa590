using System.Runtime.InteropServices;
using Pprof.Format;

namespace Pprof.Reporting;

/// <summary>
/// The stacks of one or more profiles as one tree, callers above. Frames are functions by name, as where the pprof tool counts functions;
/// an inlined call is a node of its own beside a real one, and so is each line of a function, which the page joins again in what it draws.
/// A node's number is greater than its parent's, so that sums over subtrees need no recursion.
/// </summary>
internal sealed class StackTree
{
    /// <summary>The root, which stands for all samples and is in no array.</summary>
    public const int Root = 0;

    private const int MostIds = 1 << 20;

    // A node is some 10 bytes here, and 40 in the browser: beyond this no browser shows the page.
    private const int MostNodes = 50_000_000;

    // Parent, frame, and two places in the table of children.
    private const int NodeBytes = 40;

    private readonly FunctionNames _functions = new();
    private readonly Dictionary<Location, int[]> _framesOf = new(ReferenceEqualityComparer.Instance);
    private (Location? Location, int[] Frames)[] _framesById = new (Location? Location, int[] Frames)[1024];
    private readonly Dictionary<Frame, int> _frameNumbers = [];
    private readonly List<Frame> _kinds = [];
    private readonly ChildTable _children = new();
    private readonly List<int> _parents = [];
    private readonly List<int> _frames = [];

    // Neighbouring samples share most of their callers: the way to the last one's leaf, outermost first.
    private readonly List<(Location Location, int Node)> _path = [];

    /// <param name="Number">Twice the function's number, plus one where it was inlined.</param>
    /// <param name="Place">Number of the line in a file where it runs or calls.</param>
    public readonly record struct Frame(int Number, int Place);

    public FunctionNames Functions => _functions;

    /// <summary>How many nodes there are, the root apart.</summary>
    public int Count => _parents.Count;

    /// <summary>Parent of node 1, 2, 3, …</summary>
    public IReadOnlyList<int> Parents => _parents;

    /// <summary>Number of the frame, in <see cref="Kinds"/>, of node 1, 2, 3, …</summary>
    public IReadOnlyList<int> Frames => _frames;

    /// <summary>Frames, each once.</summary>
    public IReadOnlyList<Frame> Kinds => _kinds;

    /// <summary>The node of a sample's leaf, which is added if need be; of a sample without a stack, the root.</summary>
    /// <param name="sample">Its stack is added.</param>
    /// <param name="budget">Pays for every new node: a small file can stand for millions.</param>
    /// <exception cref="ProfileFormatException">There would be more nodes than a page can show, or than the budget pays for.</exception>
    public int LeafOf(Sample sample, ReadBudget budget)
    {
        IReadOnlyList<Location> locations = sample.Locations;
        int known = KnownCallers(locations);
        _path.RemoveRange(known, _path.Count - known);
        int node = known == 0 ? Root : _path[^1].Node;
        for (int i = locations.Count - 1 - known; i >= 0; i--)
        {
            foreach (int frame in FramesOf(locations[i]))
            {
                node = Child(node, frame, budget);
            }

            _path.Add((locations[i], node));
        }

        return node;
    }

    /// <summary>The node of a callee, which is added if need be.</summary>
    /// <param name="parent">The caller's node.</param>
    /// <param name="frame">Number of its frame.</param>
    /// <param name="budget">Pays for it.</param>
    public int Child(int parent, int frame, ReadBudget budget)
    {
        ref int child = ref _children.ChildOf(parent, frame);
        if (child == 0)
        {
            EnsureRoom();
            budget.Charge(NodeBytes);
            _parents.Add(parent);
            _frames.Add(frame);
            child = _parents.Count;
        }

        return child;
    }

    /// <summary>Number of a frame that stands for something else than code.</summary>
    public int AddFrame(string name) => NumberOf(new Frame(2 * _functions.Add(name, "", 0), FunctionNames.NoPlace));

    private int KnownCallers(IReadOnlyList<Location> locations)
    {
        int most = Math.Min(locations.Count, _path.Count);
        int known = 0;
        while (known < most && ReferenceEquals(locations[locations.Count - 1 - known], _path[known].Location))
        {
            known++;
        }

        return known;
    }

    private void EnsureRoom()
    {
        if (_parents.Count == MostNodes)
        {
            throw new ProfileFormatException(
                $"The profile has more than {MostNodes:N0} different callers and callees, more than a page can show. " +
                "Look at a part of it: go tool pprof -focus=NAME -proto -output=part.pb.gz FILE");
        }
    }

    /// <summary>Numbers of a location's frames, outermost first.</summary>
    public int[] FramesOf(Location location)
    {
        // Ids are mostly small and dense; a profile of 65 million frames feels a hash table.
        int id = (int)Math.Min(location.Id.Value, MostIds);
        if (id == MostIds)
        {
            return FramesByReference(location);
        }

        if (id >= _framesById.Length)
        {
            Array.Resize(ref _framesById, Math.Min(Math.Max(2 * _framesById.Length, id + 1), MostIds));
        }

        // Two profiles that are compared have locations of equal ids.
        (Location? Location, int[] Frames) known = _framesById[id];
        return ReferenceEquals(known.Location, location) ? known.Frames : (_framesById[id] = (location, FramesByReference(location))).Frames;
    }

    private int[] FramesByReference(Location location)
    {
        ref int[]? frames = ref CollectionsMarshal.GetValueRefOrAddDefault(_framesOf, location, out _);
        return frames ??= location.Lines.Count > 0 ? FramesOf(location.Lines, location.Mapping)
            : [NumberOf(new Frame(2 * _functions.Add(FrameNames.OfMapping(location.Mapping), "", 0), FunctionNames.NoPlace))];
    }

    /// <summary>Outermost first; every line but the outermost was inlined.</summary>
    private int[] FramesOf(IReadOnlyList<Line> lines, Mapping? mapping)
    {
        int[] frames = new int[lines.Count];
        for (int i = 0; i < frames.Length; i++)
        {
            Line line = lines[^(i + 1)];
            int function = _functions.Add(FrameNames.Of(line, mapping), line.Function.FileName, line.Function.StartLine);
            int place = _functions.AddPlace(line.Function.FileName, line.LineNumber);
            frames[i] = NumberOf(new Frame((2 * function) + (i > 0 ? 1 : 0), place));
        }

        return frames;
    }

    private int NumberOf(Frame frame)
    {
        if (!_frameNumbers.TryGetValue(frame, out int number))
        {
            _frameNumbers.Add(frame, number = _kinds.Count);
            _kinds.Add(frame);
        }

        return number;
    }
}
