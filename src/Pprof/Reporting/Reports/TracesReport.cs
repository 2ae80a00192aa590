using Pprof.Format;

namespace Pprof.Reporting;

/// <summary>Every stack with its value and labels: <c>-traces</c>.</summary>
internal static class TracesReport
{
    private const string Separator = "-----------+-------------------------------------------------------";

    public static void Write(TextWriter output, Report report)
    {
        foreach (string line in ReportHead.OfProfile(report))
        {
            output.WriteLine(line);
        }

        NodeTable table = new(report.Profile, report.Options, keepsObjects: false, report.Budget);
        string[] names = [.. table.Infos.Select(info => DisplayText.Escape(info.PrintableName))];
        foreach (Sample sample in report.Profile.Samples.Where(sample => sample.Locations.Count > 0))
        {
            output.WriteLine(Separator);
            WriteLabels(output, report, sample);
            WriteStack(output, report, sample, table, names);
        }

        output.WriteLine(Separator);
    }

    private static void WriteLabels(TextWriter output, Report report, Sample sample)
    {
        WriteSorted(output,
            LabelSetText.Texts(sample).Where(group => group.Key != Report.BaseLabel)
            .Select(group => (group.Key, string.Join(' ', group.Select(label => label.Text)))));
        WriteSorted(output, LabelSetText.Numbers(sample).Select(group =>
            (group.Key, string.Join(
                ' ', group.Select(
                label => Measure.Label(label.Number, report.LabelUnits.GetValueOrDefault(group.Key, "")))))));
    }

    private static void WriteSorted(TextWriter output, IEnumerable<(string Key, string Values)> labels)
    {
        foreach (string line in labels.Select(
            label => $"{DisplayText.Escape(label.Key),10}:  {DisplayText.Escape(label.Values)}")
            .Order(StringComparer.Ordinal))
        {
            output.WriteLine(line);
        }
    }

    private static void WriteStack(TextWriter output, Report report, Sample sample, NodeTable table, string[] names)
    {
        long value = Measure.Divide(report.Values.Value(sample), report.Values.Divisor(sample));
        string column = report.Format(value);
        foreach (Location location in sample.Locations)
        {
            int[] nodes = table.Nodes[location];
            report.Budget.ChargeText(nodes.Sum(node => names[node].Length));
            for (int i = 0; i < nodes.Length; i++)
            {
                output.WriteLine($"{column,10}   {names[nodes[i]]}{(i < nodes.Length - 1 ? " (inline)" : "")}");
                column = "";
            }
        }
    }
}
