namespace Pprof.Reporting;

/// <summary>
/// How much a node tells in a drawing. One that only passes all it gets from one caller to one callee tells nothing;
/// one where ways part or join tells most: the
/// entropy of its calls in and out, times its value.
/// </summary>
internal static class Telling
{
    public static long ScoreOf(Node node)
    {
        double entropy = (node.In.Count == 0 ? 1 : Entropy(node.In, 0)) + (
            node.Out.Count == 0 ? 1 : Entropy(node.Out, node.Flat));
        return unchecked((long)(entropy * node.Cumulative) + node.Flat);
    }

    private static double Entropy(List<Edge> edges, long self)
    {
        double total = self + edges.Where(edge => edge.Weight > 0).Sum(edge => (double)edge.Weight);
        return total == 0 ? 0
            : edges.Sum(edge => Part(Measure.Magnitude(edge.Weight) / total)) + (self > 0 ? Part(self / total) : 0);
    }

    private static double Part(double share) => share == 0 ? 0 : -share * Math.Log2(share);
}
