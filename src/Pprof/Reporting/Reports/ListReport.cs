using System.Globalization;
using System.Text.RegularExpressions;

namespace Pprof.Reporting;

/// <summary>The source of the functions that match, with the value of each line beside it: <c>-list</c>.</summary>
internal sealed class ListReport(TextWriter output, Report report, ISourceText sources)
{
    /// <exception cref="OptionException">No function matches.</exception>
    public void Write(Regex symbol)
    {
        NodeTable table = new(report.Profile, report.Options, keepsObjects: true, report.Budget);
        Graph graph = GraphBuilder.Build(report.Profile, table, report.Values, null, report.Budget);
        List<IGrouping<string,
            Node>> functions =
            [.. graph.Nodes.GroupBy(node => node.Info.Name).Where(group => symbol.IsMatch(group.Key))
            .OrderBy(group => group.Key, StringComparer.Ordinal)];
        if (functions.Count == 0)
        {
            throw new OptionException(
                $"No function matches '{report.Options.Symbol}'. 'top' shows the names there are.");
        }

        output.WriteLine($"Total: {report.Format(report.Total)}");
        foreach (IGrouping<string, Node> function in functions)
        {
            WriteFunction(function.Key, [.. function]);
        }
    }

    private void WriteFunction(string name, List<Node> nodes)
    {
        List<IGrouping<string,
            Node>> files = [.. nodes.Where(node => node.Info.File.Length > 0).GroupBy(node => node.Info.File)
            .OrderBy(group => group.Key, StringComparer.Ordinal)];
        if (files.Count == 0)
        {
            output.WriteLine($"No source information for {DisplayText.Escape(name)}");
        }

        foreach (IGrouping<string, Node> file in files)
        {
            WriteFile(name, file.Key, [.. file]);
        }
    }

    private void WriteFile(string name, string file, List<Node> nodes)
    {
        output.WriteLine($"ROUTINE ======================== {DisplayText.Escape(name)} in {DisplayText.Escape(file)}");
        (long flat, long cumulative) = Sum(nodes);
        output.WriteLine($"{report.Format(flat),10} {report.Format(cumulative),10} (flat, cum) {report.Percent(cumulative)} of Total");
        if (!sources.TryRead(file, out IReadOnlyList<string> lines, out string why))
        {
            output.WriteLine($" Error: {why}");
            return;
        }

        WriteLines(nodes, lines);
    }

    private void WriteLines(List<Node> nodes, IReadOnlyList<string> lines)
    {
        ILookup<long, Node> byLine = nodes.ToLookup(node => node.Info.Line);
        (long first, long last) = SourceWindow.Of(nodes);
        for (long line = first; line <= Math.Min(last, lines.Count); line++)
        {
            (long flat, long cumulative) = Sum(byLine[line]);
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{report.FormatOrDot(flat),10} {report.FormatOrDot(cumulative),10} {line,6}:{DisplayText.EscapeLine(lines[(int)line - 1])}"));
        }
    }

    private static (long Flat, long Cumulative) Sum(IEnumerable<Node> nodes)
    {
        (long flat, long cumulative) = (0, 0);
        foreach (Node node in nodes)
        {
            (flat, cumulative) = unchecked((flat + node.Flat, cumulative + node.Cumulative));
        }

        return (flat, cumulative);
    }
}
