namespace Pprof.Reporting;

/// <summary>Functions and their calls, with what they have of one value.</summary>
internal sealed class Graph
{
    private readonly Node?[] _byNumber;

    /// <param name="byNumber">Null for those that are not kept.</param>
    public Graph(Node?[] byNumber)
    {
        _byNumber = byNumber;
        Nodes = [.. byNumber.OfType<Node>().Where(node => node.Flat != 0 || node.Cumulative != 0)];
    }

    /// <summary>Those with any value.</summary>
    public List<Node> Nodes { get; private set; }

    public long FlatSum => Nodes.Aggregate(0L, (sum, node) => unchecked(sum + node.Flat));

    public void DropNegative() => Nodes.RemoveAll(node => node.Flat < 0 || (node.Flat == 0 && node.Cumulative < 0));

    /// <summary>
    /// Which nodes to keep, by number, when those of the graph for which <paramref name="isKept"/> holds are.
    /// </summary>
    public bool[] Keep(Func<Node, bool> isKept)
    {
        HashSet<Node> kept = [.. Nodes.Where(isKept)];
        return [.. _byNumber.Select(node => node is not null && kept.Contains(node))];
    }

    /// <returns>How many were removed.</returns>
    public int RemoveEdgesBelow(long weight)
    {
        int removed = 0;
        foreach (Node node in Nodes)
        {
            foreach (Edge edge in node.In.Where(edge => Measure.Magnitude(edge.Weight) < weight).ToList())
            {
                Remove(edge);
                removed++;
            }
        }

        return removed;
    }

    public void Sort(bool byCumulative) => Nodes =
        [.. Nodes.OrderByDescending(node => Measure.Magnitude(byCumulative ? node.Cumulative : node.Flat))
            .ThenBy(node => node.Name, StringComparer.Ordinal)
            .ThenByDescending(node => Measure.Magnitude(byCumulative ? node.Flat : node.Cumulative))
            .ThenBy(node => node.Info.SortKey, StringComparer.Ordinal)];

    /// <summary>The most telling nodes of a drawing first: see <see cref="Telling"/>.</summary>
    public void SortByTelling()
    {
        Dictionary<Node, long> scores = Nodes.ToDictionary(node => node, Telling.ScoreOf);
        Nodes = [.. Nodes.OrderByDescending(node => Measure.Magnitude(scores[node]))
            .ThenBy(node => node.Name, StringComparer.Ordinal)
            .ThenByDescending(node => Measure.Magnitude(node.Flat))
            .ThenBy(node => node.Info.SortKey, StringComparer.Ordinal)];
    }

    /// <summary>Removes calls by way of others where the way is shown too.</summary>
    public void RemoveRedundantEdges()
    {
        foreach (Node node in Enumerable.Reverse(Nodes))
        {
            foreach (Edge edge in Edge.Sort(node.In).Reverse().TakeWhile(edge => edge.IsResidual).Where(IsRedundant))
            {
                Remove(edge);
            }
        }
    }

    private static bool IsRedundant(Edge edge)
    {
        HashSet<Node> seen = [edge.Callee];
        Queue<Node> left = new(seen);
        while (left.TryDequeue(out Node? node))
        {
            foreach (Edge other in node.In.Where(other => other != edge && !seen.Contains(other.Caller)))
            {
                if (other.Caller == edge.Caller)
                {
                    return true;
                }

                seen.Add(other.Caller);
                left.Enqueue(other.Caller);
            }
        }

        return false;
    }

    private static void Remove(Edge edge)
    {
        edge.Caller.Out.Remove(edge);
        edge.Callee.In.Remove(edge);
    }
}
