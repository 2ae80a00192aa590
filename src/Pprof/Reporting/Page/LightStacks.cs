using Pprof.Format;

namespace Pprof.Reporting;

/// <summary>
/// The tree of a profile that is too large for a browser, without ever making the whole of it: the heaviest nodes, each with all its
/// callers. What was measured in lighter stacks stands below the nearest node that there is, as the function and line that was the leaf, under one
/// frame that says that callers are missing. So totals and flat values stay exact, and how much has lost callers can be read off that frame.
/// </summary>
/// <remarks>
/// Samples that have the same way from the root are a group, a range of one array. The heaviest group becomes a node and is divided by the next frame;
/// a part is never heavier than the whole, so that the nodes made first are the heaviest. Groups that are never divided cost nothing.
/// </remarks>
internal sealed class LightStacks
{
    /// <summary>Stands for the callers in between.</summary>
    public const string FrameName = "[left out]";

    private readonly SampleSums _sums;
    private readonly StackTree _tree;
    private readonly ReadBudget _budget;
    private readonly int _leftOut;
    private readonly Entry[] _entries;
    private readonly int[] _leaves;

    // Numbers of samples, those of a group side by side; and beside each the frame by which its group is divided.
    private readonly int[] _order;
    private readonly int[] _next;
    private readonly PriorityQueue<Group, (double Weight, int Turn)> _groups = new();
    private int _turns;

    private LightStacks(SampleSums sums, IReadOnlyList<(PageInput Input, int FirstColumn)> inputs)
    {
        (_sums, _tree, _budget) = (sums, sums.Tree, inputs[0].Input.Budget);
        _leftOut = _tree.AddFrame(FrameName);
        _entries = [.. inputs.SelectMany(one => EntriesOf(one.Input.Profile, one.FirstColumn))];
        _leaves = new int[_entries.Length];
        _next = new int[_entries.Length];
        _order = [.. Enumerable.Range(0, _entries.Length)];
    }

    /// <summary>Adds what a profile holds, and what it is compared with, to sums that are empty.</summary>
    /// <param name="sums">To fill.</param>
    /// <param name="inputs">Each with the column where its values begin.</param>
    /// <param name="mostNodes">Kept with all their callers. Leaves of what is left out come on top.</param>
    public static void Fill(SampleSums sums, IReadOnlyList<(PageInput Input, int FirstColumn)> inputs, int mostNodes) => new LightStacks(sums, inputs).Fill(mostNodes);

    private void Fill(int mostNodes)
    {
        Divide(StackTree.Root, new Group(StackTree.Root, 0, 0, _order.Length));
        while (_tree.Count < mostNodes && _groups.TryDequeue(out Group group, out _))
        {
            Divide(Child(group.Parent, group.Frame), group);
        }

        while (_groups.TryDequeue(out Group group, out _))
        {
            LeaveOut(group);
        }

        for (int i = 0; i < _entries.Length; i++)
        {
            _sums.Add(_leaves[i], _entries[i].Sample, _entries[i].FirstColumn);
        }
    }

    // What of the profile's totals a sample is, of all values together: what is heavy by any of them is heavy.
    private static IEnumerable<Entry> EntriesOf(ProfileData profile, int firstColumn)
    {
        double[] totals = [.. profile.SampleTypes.Select((_, type) => Math.Max(1, profile.Samples.Sum(sample => Math.Abs((double)sample.Values[type]))))];
        return profile.Samples.Select(sample => new Entry
        {
            Sample = sample, FirstColumn = firstColumn, Left = sample.Locations.Count, Weight = WeightOf(sample, totals),
        });
    }

    private static double WeightOf(Sample sample, double[] totals)
    {
        double weight = 0;
        for (int type = 0; type < totals.Length; type++)
        {
            weight += Math.Abs((double)sample.Values[type]) / totals[type];
        }

        return weight;
    }

    private void Divide(int node, Group group)
    {
        int start = SetAsideLeaves(node, group), end = group.End;
        Array.Sort(_next, _order, start, end - start);
        for (int from = start, to; from < end; from = to)
        {
            double weight = 0;
            for (to = from; to < end && _next[to] == _next[from]; to++)
            {
                weight += _entries[_order[to]].Weight;
            }

            _groups.Enqueue(new Group(node, _next[from], from, to), (-weight, _turns++));
        }
    }

    // Those that end at this node go to the front of its range, and the others' next frames are found out.
    private int SetAsideLeaves(int node, Group group)
    {
        int start = group.Start;
        for (int i = group.Start; i < group.End; i++)
        {
            int number = _order[i];
            if (TryStep(ref _entries[number], out int frame))
            {
                _next[i] = frame;
                continue;
            }

            _leaves[number] = node;
            (_order[i], _order[start], _next[i]) = (_order[start], number, _next[start]);
            start++;
        }

        return start;
    }

    // A location is one frame, or several where functions were inlined, outermost first.
    private bool TryStep(ref Entry entry, out int frame)
    {
        frame = 0;
        if (entry.Left == 0)
        {
            return false;
        }

        int[] frames = _tree.FramesOf(entry.Sample.Locations[entry.Left - 1]);
        frame = frames[entry.Inlined];
        (entry.Left, entry.Inlined) = entry.Inlined + 1 == frames.Length ? (entry.Left - 1, 0) : (entry.Left, entry.Inlined + 1);
        return true;
    }

    // The group's own frame has been stepped over: where nothing follows, it is the leaf, and no caller is missing.
    private void LeaveOut(Group group)
    {
        for (int i = group.Start; i < group.End; i++)
        {
            Entry entry = _entries[_order[i]];
            _leaves[_order[i]] = entry.Left == 0
                ? Child(group.Parent, group.Frame)
                : Child(Child(group.Parent, _leftOut), _tree.FramesOf(entry.Sample.Locations[0])[^1]);
        }
    }

    private int Child(int parent, int frame) => _tree.Child(parent, frame, _budget);

    private readonly record struct Group(int Parent, int Frame, int Start, int End);

    private struct Entry
    {
        public required Sample Sample;
        public required int FirstColumn;
        public required double Weight;

        /// <summary>Locations that were not stepped over yet, and frames of the next one that were.</summary>
        public required int Left;
        public int Inlined;
    }
}
