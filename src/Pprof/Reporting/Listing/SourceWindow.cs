namespace Pprof.Reporting;

/// <summary>
/// Which lines of a file are shown of a function: from its beginning, where that is known, to some lines behind the
/// last with a value.
/// </summary>
internal static class SourceWindow
{
    private const long Margin = 5;

    public static (long First, long Last) Of(IReadOnlyList<Node> nodes)
    {
        NodeInfo one = nodes[0].Info;
        long first = one.StartLine != 0 ? one.StartLine : one.Line - Margin;
        long last = one.Line + Margin;
        foreach (Node node in nodes)
        {
            long start = node.Info.StartLine != 0 ? node.Info.StartLine : node.Info.Line - Margin;
            first = Math.Min(first, start);
            last = Math.Max(last, node.Info.Line + Margin);
        }

        return (Math.Max(first, 1), last);
    }
}
