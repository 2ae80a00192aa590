using Pprof.Format;

namespace Pprof.Reporting;

/// <summary>
/// <c>-focus</c>, <c>-ignore</c>, <c>-hide</c>, <c>-show</c>, in one pass as in the pprof tool: which samples stay, and
/// which of their frames. A sample of which no frame
/// is left goes.
/// </summary>
internal sealed class FrameFilter
{
    private readonly NameMatcher? _focus, _ignore, _hide, _show;
    private readonly HashSet<string> _matched = [];

    private FrameFilter(ReportOptions options)
    {
        _focus = NameMatcher.Of(options.Focus, "focus");
        _ignore = NameMatcher.Of(options.Ignore, "ignore");
        _hide = NameMatcher.Of(options.Hide, "hide");
        _show = NameMatcher.Of(options.Show, "show");
    }

    /// <param name="Left">The location without the lines that are hidden; null when there is none.</param>
    /// <param name="IsFocused">Keeps its samples.</param>
    /// <param name="IsIgnored">Removes its samples.</param>
    private sealed record Fate(Location? Left, bool IsFocused, bool IsIgnored);

    public static ProfileData Apply(ProfileData profile, ReportOptions options, Action<string> warn)
    {
        FrameFilter filter = new(options);
        return filter._focus is null && filter._ignore is null && filter._hide is null && filter._show is null
            ? WithStacks(profile) : filter.Filter(profile, warn);
    }

    // A sample without a stack goes even without a filter, and counts for the total alone.
    private static ProfileData WithStacks(ProfileData profile) =>
        profile.Samples.All(sample => sample.Locations.Count > 0) ? profile
        : profile.With([.. profile.Samples.Where(sample => sample.Locations.Count > 0)], profile.Locations);

    private ProfileData Filter(ProfileData profile, Action<string> warn)
    {
        LocationMap<Fate> fates = new(profile.Locations, FateOf);
        Warn(warn);
        List<Sample> left = [];
        foreach (Sample sample in profile.Samples)
        {
            if (IsKept(sample, fates) && Left(sample, fates) is { } kept)
            {
                left.Add(kept);
            }
        }

        return profile.With(left, [.. profile.Locations.Select(location => fates[location].Left).OfType<Location>()]);
    }

    private static bool IsKept(Sample sample, LocationMap<Fate> fates)
    {
        bool isFocused = false;
        foreach (Location location in sample.Locations)
        {
            Fate fate = fates[location];
            if (fate.IsIgnored)
            {
                return false;
            }

            isFocused |= fate.IsFocused;
        }

        return isFocused;
    }

    private Sample? Left(Sample sample, LocationMap<Fate> fates)
    {
        if (_hide is null && _show is null)
        {
            return sample;
        }

        List<Location> left = [.. sample.Locations.Select(location => fates[location].Left).OfType<Location>()];
        return left.Count == 0 ? null : sample.With(left);
    }

    private Fate FateOf(Location location)
    {
        bool isIgnored = Matches("ignore", _ignore, location);
        bool isFocused = !isIgnored && (_focus is null || Matches("focus", _focus, location));
        return new Fate(ShownOf(HiddenOf(location)), isFocused, isIgnored);
    }

    private bool Matches(string option, NameMatcher? matcher, Location location)
    {
        bool matches = matcher?.Matches(location) == true;
        if (matches)
        {
            _matched.Add(option);
        }

        return matches;
    }

    private Location? HiddenOf(Location location)
    {
        if (!Matches("hide", _hide, location))
        {
            return location;
        }

        List<Line> left = _hide!.MatchesBinary(location) ? [] : [.. location.Lines.Where(line => !_hide.Matches(line))];
        return left.Count == 0 ? null : location.With(left);
    }

    // A location that was hidden whole has no lines to show either, unless its binary matches.
    private Location? ShownOf(Location? location)
    {
        if (_show is null || location is null)
        {
            return location;
        }

        if (_show.MatchesBinary(location))
        {
            _matched.Add("show");
            return location.Lines.Count == 0 ? null : location;
        }

        List<Line> left = [.. location.Lines.Where(_show.Matches)];
        if (left.Count > 0)
        {
            _matched.Add("show");
        }

        return left.Count == 0 ? null : location.With(left);
    }

    private void Warn(Action<string> warn)
    {
        foreach ((string option, NameMatcher? matcher) in new[] { ("focus", _focus), ("ignore", _ignore),
            ("hide", _hide), ("show", _show) })
        {
            if (matcher is not null && !_matched.Contains(option))
            {
                warn($"--{option} matched no function, file or binary of the profile.");
            }
        }
    }
}
