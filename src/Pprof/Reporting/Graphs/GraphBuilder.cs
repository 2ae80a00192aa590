using System.Runtime.InteropServices;
using Pprof.Format;

namespace Pprof.Reporting;

/// <summary>
/// Adds up a profile's samples by node and by call. One walk over all stacks, which is nearly all the time a report
/// takes.
/// </summary>
internal sealed class GraphBuilder
{
    private readonly NodeTable _table;
    private readonly bool[]? _kept;
    private readonly ReadBudget _budget;
    private readonly Totals[] _totals;
    private readonly Dictionary<ulong, int> _edgeNumbers = [];
    private readonly List<EdgeTotals> _edges = [];
    private int _sample;
    private long _value;
    private long _divisor;

    private GraphBuilder(NodeTable table, bool[]? kept, ReadBudget budget)
    {
        _table = table;
        _kept = kept;
        _budget = budget;
        _totals = new Totals[table.Infos.Count];
    }

    /// <param name="profile">The samples.</param>
    /// <param name="table">The nodes they can have.</param>
    /// <param name="values">Which value of a sample counts.</param>
    /// <param name="kept">By number of a node whether it is shown; null for all. Calls by way of others are
    /// marked.</param>
    /// <param name="budget">Pays for the calls.</param>
    public static Graph Build(
        ProfileData profile, NodeTable table, SampleValues values, bool[]? kept, ReadBudget budget)
    {
        GraphBuilder builder = new(table, kept, budget);
        foreach (Sample sample in profile.Samples)
        {
            builder.Add(sample, values.Value(sample), values.Divisor(sample));
        }

        return builder.ToGraph();
    }

    private void Add(Sample sample, long value, long divisor)
    {
        if (value == 0 && divisor == 0)
        {
            return;
        }

        _sample++;
        (_value, _divisor) = (value, divisor);
        int parent = -1;
        bool isResidual = false;
        for (int i = sample.Locations.Count - 1; i >= 0; i--)
        {
            AddLocation(_table.Nodes[sample.Locations[i]], ref parent, ref isResidual);
        }

        if (parent >= 0 && !isResidual)
        {
            ref Totals leaf = ref _totals[parent];
            leaf.Flat = unchecked(leaf.Flat + value);
            leaf.FlatDivisor = unchecked(leaf.FlatDivisor + divisor);
        }
    }

    private void AddLocation(int[] nodes, ref int parent, ref bool isResidual)
    {
        for (int i = nodes.Length - 1; i >= 0; i--)
        {
            int node = nodes[i];
            if (_kept is not null && !_kept[node])
            {
                isResidual = true;
                continue;
            }

            AddNode(node);
            if (parent >= 0 && parent != node)
            {
                AddCall(parent, node, isResidual, isInline: i != nodes.Length - 1);
            }

            (parent, isResidual) = (node, false);
        }
    }

    // Once a sample, so that recursion does not count twice.
    private void AddNode(int node)
    {
        ref Totals totals = ref _totals[node];
        if (totals.LastSample != _sample)
        {
            totals.LastSample = _sample;
            totals.Cumulative = unchecked(totals.Cumulative + _value);
            totals.CumulativeDivisor = unchecked(totals.CumulativeDivisor + _divisor);
        }
    }

    private void AddCall(int caller, int callee, bool isResidual, bool isInline)
    {
        ref int number = ref CollectionsMarshal.GetValueRefOrAddDefault(
            _edgeNumbers, ((ulong)caller << 32) | (uint)callee, out bool isKnown);
        if (!isKnown)
        {
            _budget.Charge(2 * ReadBudget.Node);
            number = _edges.Count;
            _edges.Add(new EdgeTotals { Caller = caller, Callee = callee, IsInline = isInline });
        }

        ref EdgeTotals edge = ref CollectionsMarshal.AsSpan(_edges)[number];
        if (edge.LastSample != _sample)
        {
            edge.LastSample = _sample;
            edge.Weight = unchecked(edge.Weight + _value);
            edge.IsResidual |= isResidual;
            edge.IsInline &= isInline;
        }
    }

    private Graph ToGraph()
    {
        Node?[] nodes = new Node?[_totals.Length];
        for (int i = 0; i < nodes.Length; i++)
        {
            nodes[i] = _kept is null || _kept[i] ? ToNode(i) : null;
        }

        foreach (EdgeTotals edge in _edges)
        {
            if (nodes[edge.Caller] is { } caller && nodes[edge.Callee] is { } callee)
            {
                Edge made = new(caller, callee, edge.IsInline) { Weight = edge.Weight, IsResidual = edge.IsResidual };
                caller.Out.Add(made);
                callee.In.Add(made);
            }
        }

        return new Graph(nodes);
    }

    private Node ToNode(int number)
    {
        Totals totals = _totals[number];
        return new Node(_table.Infos[number])
        {
            Flat = totals.Flat,
            FlatDivisor = totals.FlatDivisor,
            Cumulative = totals.Cumulative,
            CumulativeDivisor = totals.CumulativeDivisor,
        };
    }

    private struct Totals
    {
        public long Flat, FlatDivisor, Cumulative, CumulativeDivisor;
        public int LastSample;
    }

    private struct EdgeTotals
    {
        public int Caller, Callee, LastSample;
        public long Weight;
        public bool IsInline, IsResidual;
    }
}
