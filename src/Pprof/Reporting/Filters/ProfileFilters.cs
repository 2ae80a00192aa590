using Pprof.Format;

namespace Pprof.Reporting;

/// <summary>
/// All filters of a report, in the pprof tool's order: by frames, then by labels, then the labels themselves.
/// </summary>
internal static class ProfileFilters
{
    public static ProfileData Apply(
        ProfileData profile, ReportOptions options, IReadOnlyDictionary<string, string> units, Action<string> warn)
    {
        profile = FrameFilter.Apply(profile, options, warn);
        profile = StackCut.ShowFrom(profile, options, warn);
        profile = TagFilter.Apply(profile, options, units, warn);
        profile = TagFilter.ShowLabels(profile, options);
        return StackCut.PruneFrom(profile, options);
    }

    /// <summary>As the head of a report lists them.</summary>
    public static IEnumerable<string> Active(ReportOptions options) => new[]
    {
        ("focus", options.Focus),
        ("ignore", options.Ignore),
        ("hide", options.Hide),
        ("show", options.Show),
        ("show_from", options.ShowFrom),
        ("tagfocus", options.TagFocus),
        ("tagignore", options.TagIgnore),
        ("tagshow", options.TagShow),
        ("taghide", options.TagHide),
    }.Where(filter => filter.Item2.Length > 0).Select(filter => $"{filter.Item1}={filter.Item2}");
}
