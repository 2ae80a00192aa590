using System.Globalization;

namespace Pprof.Reporting;

/// <summary>Prints a report with the columns of <c>go tool pprof -top</c>, which people of that tool read at a glance.</summary>
internal static class TopTable
{
    public static void Write(TextWriter writer, ProfileReport report, int maxRows)
    {
        Func<long, string> text = UnitText.For(report.Unit, report.Total);
        int shown = Math.Min(maxRows, report.Rows.Count);
        writer.WriteLine($"{report.SampleType}: {text(report.Total)}{During(report.Duration)}, top {shown} of {report.Rows.Count} functions");
        writer.WriteLine($"{"flat",10} {"flat%",7} {"sum%",7} {"cum",10} {"cum%",7}  function");
        long sum = 0;
        foreach (ProfileReportRow row in report.Rows.Take(shown))
        {
            sum += row.Flat;
            writer.WriteLine(
                $"{text(row.Flat),10} {UnitText.Percent(row.Flat, report.Total),7} {UnitText.Percent(sum, report.Total),7} " +
                $"{text(row.Cumulative),10} {UnitText.Percent(row.Cumulative, report.Total),7}  {row.Function}");
        }
    }

    // A profile of what is, and not of what happened in some time, has none.
    private static string During(TimeSpan duration) =>
        duration == TimeSpan.Zero ? "" : string.Create(CultureInfo.InvariantCulture, $" in {duration.TotalSeconds:0.00}s");
}
