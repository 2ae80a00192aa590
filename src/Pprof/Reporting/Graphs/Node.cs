namespace Pprof.Reporting;

/// <summary>A row of a report, and a node of the graph of calls.</summary>
internal sealed class Node(NodeInfo info)
{
    private string? _name;

    public NodeInfo Info { get; } = info;

    public string Name => _name ??= Info.PrintableName;

    public long Flat { get; set; }

    public long FlatDivisor { get; set; }

    public long Cumulative { get; set; }

    public long CumulativeDivisor { get; set; }

    /// <summary>Calls of this by others.</summary>
    public List<Edge> In { get; } = [];

    /// <summary>Calls of others by this.</summary>
    public List<Edge> Out { get; } = [];

    public long FlatValue => Measure.Divide(Flat, FlatDivisor);

    public long CumulativeValue => Measure.Divide(Cumulative, CumulativeDivisor);
}
