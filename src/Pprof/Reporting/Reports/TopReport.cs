using Pprof.Format;

namespace Pprof.Reporting;

/// <summary>A table of functions: <c>-top</c>.</summary>
internal static class TopReport
{
    public static void Write(TextWriter output, Report report)
    {
        TrimmedGraph trimmed = new GraphTrimmer(
            report.Profile, report.Options, report.Values, isDrawing: false, report.Budget).Trim();
        report.FitUnitTo(trimmed.Graph);
        foreach (string line in ReportHead.OfGraph(report, trimmed))
        {
            output.WriteLine(line);
        }

        output.WriteLine($"{"flat",10} {"flat",5}% {"sum",5}% {"cum",10} {"cum",5}%");
        long sum = 0;
        foreach (Node node in trimmed.Graph.Nodes)
        {
            sum = unchecked(sum + node.FlatValue);
            output.WriteLine(
                $"{report.Format(node.FlatValue),10} {report.Percent(node.FlatValue)} {report.Percent(sum)} " +
                $"{report.Format(node.CumulativeValue),10} {report.Percent(node.CumulativeValue)}  {DisplayText.Escape(node.Name)}{InlineMark(node)}");
        }
    }

    private static string InlineMark(Node node)
    {
        bool isInline = node.In.Exists(edge => edge.IsInline);
        return !isInline ? "" : node.In.TrueForAll(edge => edge.IsInline) ? " (inline)" : " (partial-inline)";
    }
}
