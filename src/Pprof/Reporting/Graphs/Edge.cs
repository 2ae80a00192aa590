namespace Pprof.Reporting;

/// <summary>Calls of one function by another.</summary>
internal sealed class Edge(Node caller, Node callee, bool isInline)
{
    public Node Caller { get; } = caller;

    public Node Callee { get; } = callee;

    public long Weight { get; set; }

    /// <summary>All of these calls were inlined.</summary>
    public bool IsInline { get; set; } = isInline;

    /// <summary>Between the two were others, which are not shown.</summary>
    public bool IsResidual { get; set; }

    /// <summary>Largest weight first, whatever its sign; then by names.</summary>
    public static IEnumerable<Edge> Sort(IEnumerable<Edge> edges) => edges
        .OrderByDescending(edge => Measure.Magnitude(edge.Weight))
        .ThenBy(edge => edge.Caller.Name, StringComparer.Ordinal)
        .ThenBy(edge => edge.Callee.Name, StringComparer.Ordinal);
}
