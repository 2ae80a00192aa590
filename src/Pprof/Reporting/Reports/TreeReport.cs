using System.Text.RegularExpressions;

namespace Pprof.Reporting;

/// <summary>
/// Each function with those that call it above and those it calls below: <c>-tree</c>, and <c>-peek</c> for those that
/// match.
/// </summary>
internal static class TreeReport
{
    private const string Separator = "----------------------------------------------------------+-------------";
    private const string Legend = "      flat  flat%   sum%        cum   cum%   calls calls% + context \t \t ";

    /// <param name="output">Receives the text.</param>
    /// <param name="report">What is shown.</param>
    /// <param name="symbol">Which functions; null for all.</param>
    /// <exception cref="OptionException">None matches.</exception>
    public static void Write(TextWriter output, Report report, Regex? symbol)
    {
        TrimmedGraph trimmed = new GraphTrimmer(
            report.Profile, report.Options, report.Values, isDrawing: false, report.Budget).Trim();
        report.FitUnitTo(trimmed.Graph);
        List<Node> shown = [.. trimmed.Graph.Nodes.Where(node => symbol?.IsMatch(node.Name) != false)];
        if (symbol is not null && shown.Count == 0)
        {
            throw new OptionException(
                $"No function matches '{report.Options.Symbol}'. 'top' shows the names there are.");
        }

        WriteLines(output, [.. ReportHead.OfGraph(report, trimmed), Separator, Legend]);
        long sum = 0;
        foreach (Node node in shown)
        {
            output.WriteLine(Separator);
            sum = unchecked(sum + node.FlatValue);
            WriteNode(output, report, node, sum);
        }

        if (trimmed.Graph.Nodes.Count > 0)
        {
            output.WriteLine(Separator);
        }
    }

    private static void WriteNode(TextWriter output, Report report, Node node, long sum)
    {
        WriteLines(output, Edge.Sort(node.In).Select(edge => Call(report, edge, node, edge.Caller)));
        output.WriteLine(
            $"{report.Format(node.FlatValue),10} {report.Percent(node.FlatValue)} {report.Percent(sum)} {report.Format(node.CumulativeValue),10} " +
            $"{report.Percent(node.CumulativeValue)}                | {DisplayText.Escape(node.Name)}");
        WriteLines(output, Edge.Sort(node.Out).Select(edge => Call(report, edge, node, edge.Callee)));
    }

    private static string Call(Report report, Edge edge, Node node, Node other) =>
        $"{report.Format(edge.Weight),50} {Measure.Percent(edge.Weight, node.CumulativeValue)} |   {DisplayText.Escape(other.Name)}{(edge.IsInline ? " (inline)" : "")}";

    private static void WriteLines(TextWriter output, IEnumerable<string> lines)
    {
        foreach (string line in lines)
        {
            output.WriteLine(line);
        }
    }
}
