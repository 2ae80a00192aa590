using System.Text.RegularExpressions;
using Pprof.Format;

namespace Pprof.Reporting;

/// <summary>
/// <c>-show_from</c> takes away the callers above the highest frame that matches, <c>-prune_from</c> what the lowest
/// one called.
/// </summary>
internal static class StackCut
{
    public static ProfileData ShowFrom(ProfileData profile, ReportOptions options, Action<string> warn)
    {
        if (NameMatcher.Of(options.ShowFrom, "show-from") is not { } matcher)
        {
            return profile;
        }

        LocationMap<(Location Left, bool Matches)> cut = new(
            profile.Locations, location => CutAbove(location, matcher));
        List<Sample> left = [];
        foreach (Sample sample in profile.Samples)
        {
            int last = LastIndex(sample.Locations, location => cut[location].Matches);
            if (last >= 0)
            {
                left.Add(sample.With([.. sample.Locations.Take(last + 1).Select(location => cut[location].Left)]));
            }
        }

        if (left.Count == 0)
        {
            warn("--show-from matched no function, file or binary of the profile.");
        }

        return profile.With(left, [.. profile.Locations.Select(location => cut[location].Left)]);
    }

    public static ProfileData PruneFrom(ProfileData profile, ReportOptions options)
    {
        if (options.PruneFrom.Length == 0)
        {
            return profile;
        }

        Regex pattern = Pattern.Compile(options.PruneFrom, "prune-from");
        LocationMap<(Location Left, bool Matches)> cut = new(
            profile.Locations, location => CutBelow(location, pattern));
        return profile.With(
            [.. profile.Samples.Select(
                sample => sample.With(
                [.. sample.Locations.Skip(FirstIndex(sample.Locations, cut)).Select(location => cut[location].Left)]))],
            [.. profile.Locations.Select(location => cut[location].Left)]);
    }

    private static (Location Left, bool Matches) CutAbove(Location location, NameMatcher matcher)
    {
        if (matcher.MatchesBinary(location))
        {
            return (location, true);
        }

        int last = LastIndex(location.Lines, matcher.Matches);
        return last < 0 ? (location, false) : (location.With([.. location.Lines.Take(last + 1)]), true);
    }

    private static (Location Left, bool Matches) CutBelow(Location location, Regex pattern)
    {
        for (int i = 0; i < location.Lines.Count; i++)
        {
            string name = location.Lines[i].Function.Name;
            if (name.Length > 0 && pattern.IsMatch(PlainName.Of(name)))
            {
                return (location.With([.. location.Lines.Skip(i)]), true);
            }
        }

        return (location, false);
    }

    private static int LastIndex<T>(IReadOnlyList<T> list, Func<T, bool> matches)
    {
        int i = list.Count - 1;
        while (i >= 0 && !matches(list[i]))
        {
            i--;
        }

        return i;
    }

    // 0 where none matches: all stays.
    private static int FirstIndex(IReadOnlyList<Location> stack, LocationMap<(Location Left, bool Matches)> cut)
    {
        for (int i = 0; i < stack.Count; i++)
        {
            if (cut[stack[i]].Matches)
            {
                return i;
            }
        }

        return 0;
    }
}
