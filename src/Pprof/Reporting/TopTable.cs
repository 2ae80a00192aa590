using System.Globalization;

namespace Pprof.Reporting;

/// <summary>Prints a report with the columns of <c>go tool pprof -top</c>, which people of that tool read at a glance.</summary>
internal static class TopTable
{
    private const double ShareShown = 0.005;

    public static void Write(TextWriter writer, ProfileReport report, int maxRows)
    {
        string unit = UnitChoice.For(Smallest(report, maxRows), report.Total, report.Unit);
        string Text(long value) => Measure.Label(value, report.Unit, unit);
        int shown = Math.Min(maxRows, report.Rows.Count);
        writer.WriteLine($"{DisplayText.Escape(report.SampleType)}: {Text(report.Total)}{During(report.Duration)}, top {shown} of {report.Rows.Count} functions");
        writer.WriteLine($"{"flat",10} {"flat%",7} {"sum%",7} {"cum",10} {"cum%",7}  function");
        long sum = 0;
        foreach (ProfileReportRow row in report.Rows.Take(shown))
        {
            sum = unchecked(sum + row.Flat);
            writer.WriteLine(
                $"{Text(row.Flat),10} {Percent(row.Flat, report.Total),7} {Percent(sum, report.Total),7} " +
                $"{Text(row.Cumulative),10} {Percent(row.Cumulative, report.Total),7}  {DisplayText.Escape(row.Function)}");
        }
    }

    /// <summary>
    /// Of each row its own value, else that with what it called; the least of these that is not 0. Rows count that are shown, or that the pprof tool would show.
    /// </summary>
    private static long Smallest(ProfileReport report, int maxRows) =>
        report.Rows.Where((row, i) => i < maxRows || Measure.Magnitude(row.Cumulative) >= report.Total * ShareShown)
            .Select(row => Measure.Magnitude(row.Flat != 0 ? row.Flat : row.Cumulative)).Where(value => value > 0).DefaultIfEmpty().Min();

    // A profile of what is, and not of what happened in some time, has none.
    private static string During(TimeSpan duration) =>
        duration == TimeSpan.Zero ? "" : string.Create(CultureInfo.InvariantCulture, $" in {duration.TotalSeconds:0.00}s");

    // A share of the sum of magnitudes has no sign: the value beside it has it.
    private static string Percent(long value, long total) =>
        total == 0 ? "0%" : Math.Abs(100.0 * value / total).ToString("0.00", CultureInfo.InvariantCulture) + "%";
}
