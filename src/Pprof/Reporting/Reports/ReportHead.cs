using System.Globalization;
using Pprof.Format;

namespace Pprof.Reporting;

/// <summary>The lines above a report: of what it is, and what was left out.</summary>
internal static class ReportHead
{
    private const int LongestFilter = 80;

    /// <summary>What the profile is: program, comments, type, time, length.</summary>
    public static IEnumerable<string> OfProfile(Report report)
    {
        ProfileData profile = report.Profile;
        if (profile.Mappings is [{ } main, ..])
        {
            if (main.FileName.Length > 0)
            {
                yield return "File: " + DisplayText.Escape(FrameNames.BaseName(main.FileName));
            }

            if (main.BuildId.Length > 0)
            {
                yield return "Build ID: " + DisplayText.Escape(main.BuildId);
            }
        }

        foreach (string comment in profile.Comments.Where(comment => !comment.StartsWith('#')))
        {
            yield return DisplayText.Escape(comment);
        }

        foreach (string line in OfValues(report))
        {
            yield return line;
        }
    }

    /// <summary>The same, the filters, and how much of the total the shown nodes are.</summary>
    public static IEnumerable<string> OfGraph(Report report, TrimmedGraph trimmed, bool isDrawing = false)
    {
        IEnumerable<string> head = isDrawing || !report.Options.CompactLabels ? OfProfile(report) : [];
        List<string> filters = [.. ProfileFilters.Active(report.Options).Select(Shorten)];
        IEnumerable<string> active = filters.Count == 0 ? []
            : ["Active filters:", .. filters.Select(filter => "   " + filter)];
        return [.. head, .. active, Accounting(report, trimmed.Graph), .. LeftOut(report, trimmed, isDrawing)];
    }

    private static IEnumerable<string> OfValues(Report report)
    {
        ProfileData profile = report.Profile;
        if (report.Values.Name.Length > 0)
        {
            yield return "Type: " + DisplayText.Escape(report.Values.Name);
        }

        if (profile.TimeNanos != 0)
        {
            yield return "Time: " + TimeText(profile.TimeNanos);
        }

        if (profile.DurationNanos != 0)
        {
            string duration = Measure.Label(profile.DurationNanos, "nanoseconds");
            yield return $"Duration: {duration}, Total samples = {report.Format(report.Total)} {ShareOf(report, profile.DurationNanos)}";
        }
    }

    // How many processors were busy, where values are times.
    private static string ShareOf(Report report, long duration)
    {
        (double nanoseconds, string unit) = Measure.Scale(report.Total, report.Values.Type.Unit, "nanoseconds");
        return unit == "ns" && nanoseconds != 0 ? $"({Measure.Percent((long)nanoseconds, duration)})" : "";
    }

    private static string TimeText(long nanos)
    {
        DateTimeOffset utc = DateTimeOffset.UnixEpoch.AddTicks(nanos / TimeSpan.NanosecondsPerTick);
        DateTimeOffset local = TimeZoneInfo.ConvertTime(utc, TimeZoneInfo.Local);
        string zone = local.Offset == TimeSpan.Zero ? "UTC" : local.ToString("zzz", CultureInfo.InvariantCulture);
        return local.ToString("yyyy-MM-dd HH:mm:ss ", CultureInfo.InvariantCulture) + zone;
    }

    private static string Accounting(Report report, Graph graph)
    {
        long flat = graph.Nodes.Aggregate(0L, (sum, node) => unchecked(sum + node.FlatValue));
        return $"Showing nodes accounting for {report.Format(flat)}, {report.Percent(flat).Trim()} of {report.Format(report.Total)} total";
    }

    private static IEnumerable<string> LeftOut(Report report, TrimmedGraph trimmed, bool isDrawing)
    {
        if (report.Total == 0)
        {
            yield break;
        }

        if (trimmed.DroppedNodes > 0)
        {
            yield return Dropped(report, trimmed.DroppedNodes, "node", "cum", report.Options.NodeFraction);
        }

        if (isDrawing && trimmed.DroppedEdges > 0)
        {
            yield return Dropped(report, trimmed.DroppedEdges, "edge", "freq", report.Options.EdgeFraction);
        }

        if (trimmed.Graph.Nodes.Count > 0 && trimmed.Graph.Nodes.Count < trimmed.Count)
        {
            yield return $"Showing top {trimmed.Graph.Nodes.Count} nodes out of {trimmed.Count}";
        }
    }

    private static string Dropped(Report report, int count, string what, string by, double share) =>
        $"Dropped {count} {what}{(count > 1 ? "s" : "")} ({by} <= {report.Format(Measure.Magnitude((long)(report.Total * share)))})";

    private static string Shorten(string filter) =>
        DisplayText.Escape(filter.Length > LongestFilter ? filter[..LongestFilter] + "…" : filter);
}
