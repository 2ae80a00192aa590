using System.Globalization;

namespace Pprof.Reporting;

/// <summary>
/// The graph of calls in the language of Graphviz: <c>-dot</c>. Boxes are as large as a function's own value, arrows as
/// thick as the value of the calls, and the more of the
/// total something has, the redder it is.
/// </summary>
internal sealed class DotReport(TextWriter output, Report report)
{
    private const double LargestFont = 50;
    private const double SmallestFont = 8;

    public void Write()
    {
        TrimmedGraph trimmed = new GraphTrimmer(
            report.Profile, report.Options, report.Values, isDrawing: true, report.Budget).Trim();
        report.FitUnitTo(trimmed.Graph);
        Dictionary<Node, int> numbers = trimmed.Graph.Nodes.Select((node, i) => (node, i))
            .ToDictionary(pair => pair.node, pair => pair.i + 1);
        output.WriteLine($"digraph \"{Quote(Title)}\" {{");
        output.WriteLine("node [style=filled fillcolor=\"#f8f8f8\" fontname=\"sans-serif\"]");
        WriteHead(trimmed);
        long largest = numbers.Keys.Select(node => Measure.Magnitude(node.FlatValue)).DefaultIfEmpty().Max();
        foreach ((Node node, int number) in numbers)
        {
            WriteNode(node, number, largest);
        }

        foreach ((Node node, int number) in numbers)
        {
            WriteCalls(node, number, numbers);
        }

        output.WriteLine("}");
    }

    private string Title =>
        report.Profile.Mappings is [{ FileName.Length: > 0 } main, ..] ? FrameNames.BaseName(main.FileName) : "profile";

    private void WriteHead(TrimmedGraph trimmed)
    {
        string lines = string.Concat(
            ReportHead.OfGraph(report, trimmed, isDrawing: true).Select(line => Quote(line) + @"\l"));
        output.WriteLine($"subgraph cluster_L {{ \"{Quote(Title)}\" [shape=box fontsize=16 label=\"{lines}\" tooltip=\"{Quote(Title)}\"] }}");
    }

    private void WriteNode(Node node, int number, long largest)
    {
        double share = largest == 0 ? 0 : Math.Sqrt((double)Measure.Magnitude(node.FlatValue) / largest);
        string label = string.Join(@"\n", Parts(DisplayText.Escape(node.Name)).Select(Quote)) + @"\n" + Values(node);
        string tooltip = $"{DisplayText.Escape(node.Name)} ({report.Format(node.CumulativeValue)})";
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"N{number} [label=\"{label}\" id=\"node{number}\" fontsize={Math.Ceiling(SmallestFont + ((LargestFont - SmallestFont) * share))} shape=box tooltip=\"{Quote(tooltip)}\" color=\"{Color(node.CumulativeValue, 0.7)}\" fillcolor=\"{Color(node.CumulativeValue, 0.95)}\"]"));
    }

    /// <summary>Names of types and methods one below the other, so that a box is not as wide as the page.</summary>
    private static IEnumerable<string> Parts(string name)
    {
        int arguments = name.IndexOfAny(['(', '<', '[', ' ']);
        string head = arguments < 0 ? name : name[..arguments];
        string[] parts = head.Split('.', StringSplitOptions.RemoveEmptyEntries);
        return parts.Length < 2 ? [name] : [.. parts[..^1], parts[^1] + name[head.Length..]];
    }

    private string Values(Node node)
    {
        string flat = node.FlatValue == 0 ? "0"
            : $"{report.Format(node.FlatValue)} ({report.Percent(node.FlatValue).Trim()})";
        return node.FlatValue == node.CumulativeValue ? flat
            : $@"{flat}\nof {report.Format(node.CumulativeValue)} ({report.Percent(node.CumulativeValue).Trim()})";
    }

    private void WriteCalls(Node node, int number, Dictionary<Node, int> numbers)
    {
        foreach (Edge edge in Edge.Sort(node.Out).Where(edge => numbers.ContainsKey(edge.Callee)))
        {
            double share = report.Total == 0 ? 0 : (double)Measure.Magnitude(edge.Weight) / report.Total;
            string text = report.Format(edge.Weight) + (edge.IsInline ? @"\n(inline)" : "");
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"N{number} -> N{numbers[edge.Callee]} [label=\" {text}\" weight={1 + (int)(100 * share)} penwidth={1 + (int)(5 * share)} color=\"{Color(edge.Weight, 0.75)}\"{(edge.IsResidual ? " style=\"dotted\"" : "")}]"));
        }
    }

    /// <summary>From grey to red; from grey to green for what became less.</summary>
    private string Color(long value, double lightness)
    {
        double share = report.Total == 0 ? 0 : Math.Clamp((double)value / report.Total, -1, 1);
        double strength = Math.Pow(Math.Abs(share), 0.3) * (1 - lightness);
        int main = Channel(lightness + strength), other = Channel(lightness - strength);
        return share < 0 ? $"#{other:x2}{main:x2}{other:x2}" : $"#{main:x2}{other:x2}{other:x2}";
    }

    private static int Channel(double value) => (int)Math.Clamp(255 * value, 0, 255);

    private static string Quote(string text) =>
        text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);
}
