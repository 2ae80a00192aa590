using System.Runtime.InteropServices;
using Pprof.Format;

namespace Pprof.Reporting;

/// <summary>The labels with the values of their samples: <c>-tags</c>.</summary>
internal static class TagsReport
{
    public static void Write(TextWriter output, Report report)
    {
        foreach ((string key, Dictionary<string, long> values) in Collect(report)
            .OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            WriteKey(output, report, key, values);
        }
    }

    private static Dictionary<string, Dictionary<string, long>> Collect(Report report)
    {
        Dictionary<string, Dictionary<string, long>> all = [];
        foreach (Sample sample in report.Profile.Samples)
        {
            long value = report.Values.Value(sample);
            foreach (Label label in sample.Labels.Where(
                label => label.Key != Report.BaseLabel && (LabelSetText.IsText(label) || LabelSetText.IsNumber(label))))
            {
                ref Dictionary<string,
                    long>? values = ref CollectionsMarshal.GetValueRefOrAddDefault(all, label.Key, out _);
                ref long sum = ref CollectionsMarshal.GetValueRefOrAddDefault(
                    values ??= [], TextOf(report, label), out _);
                sum = unchecked(sum + value);
            }
        }

        return all;
    }

    private static string TextOf(Report report, Label label) => LabelSetText.IsText(label)
        ? label.Text
        : Measure.Label(label.Number, report.LabelUnits[label.Key], report.Options.Unit);

    /// <summary>Numbers right-aligned behind the width of the key, as the pprof tool's columns are.</summary>
    private static void WriteKey(TextWriter output, Report report, string key, Dictionary<string, long> values)
    {
        long total = values.Values.Aggregate(0L, (sum, value) => unchecked(sum + value));
        List<(string Cell, string Text)> rows = [.. values
            .OrderByDescending(pair => Measure.Magnitude(pair.Value))
            .ThenBy(pair => pair.Key, StringComparer.Ordinal)
            .Select(pair => (CellOf(report, pair.Value, total), DisplayText.Escape(pair.Key)))];
        string head = DisplayText.Escape(key) + ":";
        string indent = new(' ', head.Length + 1);
        int width = rows.Max(row => row.Cell.Length) + 1;
        output.WriteLine($" {head} Total {Number(report, total)}");
        foreach ((string cell, string text) in rows)
        {
            output.WriteLine($"{indent}{cell.PadLeft(width)} {text}");
        }

        output.WriteLine();
    }

    private static string CellOf(Report report, long value, long total) =>
        total > 0 ? $"{Number(report, value)} ({Measure.Percent(value, total)}):" : $"{Number(report, value)}:";

    private static string Number(Report report, long value)
    {
        (double scaled, string unit) = report.Scale(value);
        return ExactText.Fixed(scaled, 1) + unit;
    }
}
