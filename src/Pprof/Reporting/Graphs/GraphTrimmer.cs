using Pprof.Format;

namespace Pprof.Reporting;

/// <summary>
/// Leaves out of a graph what is too little to matter, in the pprof tool's order: nodes below a share of the total,
/// then all but the first so many, then calls.
/// Each time nodes go, the graph is built again, so that the calls of those that stay are right.
/// </summary>
internal sealed class GraphTrimmer(
    ProfileData profile, ReportOptions options, SampleValues values, bool isDrawing, ReadBudget budget)
{
    private readonly NodeTable _table = new(profile, options, keepsObjects: false, budget);

    public TrimmedGraph Trim()
    {
        Graph graph = Build(null);
        long total = graph.FlatSum;
        long nodeCutoff = Measure.Magnitude((long)(total * options.NodeFraction));
        long edgeCutoff = Measure.Magnitude((long)(total * options.EdgeFraction));
        int all = graph.Nodes.Count;
        if (nodeCutoff > 0)
        {
            graph = Keep(graph, node => Measure.Magnitude(node.Cumulative) >= nodeCutoff, out all);
        }

        int dropped = all - graph.Nodes.Count;
        int count = graph.Nodes.Count;
        Sort(graph);
        if (options.NodeCount > 0)
        {
            graph.RemoveEdgesBelow(edgeCutoff);
            HashSet<Node> first = [.. graph.Nodes.Take(options.NodeCount)];
            graph = Keep(graph, first.Contains, out _);
            Sort(graph);
        }

        int droppedEdges = graph.RemoveEdgesBelow(edgeCutoff);
        if (isDrawing)
        {
            graph.RemoveRedundantEdges();
        }

        return new TrimmedGraph(graph, count, dropped, droppedEdges);
    }

    private Graph Keep(Graph graph, Func<Node, bool> isKept, out int before)
    {
        before = graph.Nodes.Count;
        return graph.Nodes.TrueForAll(node => isKept(node)) ? graph : Build(graph.Keep(isKept));
    }

    private void Sort(Graph graph)
    {
        if (isDrawing)
        {
            graph.SortByTelling();
        }
        else
        {
            graph.Sort(options.SortByCumulative);
        }
    }

    private Graph Build(bool[]? kept)
    {
        Graph graph = GraphBuilder.Build(profile, _table, values, kept, budget);
        if (options.DropNegative)
        {
            graph.DropNegative();
        }

        return graph;
    }
}
