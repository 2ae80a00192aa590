using System.Text.RegularExpressions;
using Pprof.Format;

namespace Pprof.Reporting;

/// <summary>
/// Takes away what a profile itself says is not interesting: the frames of <see cref="ProfileData.DropFrames"/> and all they called, but for those of
/// <see cref="ProfileData.KeepFrames"/>. A heap profile of C++ names its allocator so. Every view of a profile begins here.
/// </summary>
internal sealed class DropFrames
{
    private readonly Regex _drop;
    private readonly Regex? _keep;
    private readonly Dictionary<Location, Fate> _fates = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<string, bool> _isDropped = [];

    private DropFrames(Regex drop, Regex? keep)
    {
        _drop = drop;
        _keep = keep;
    }

    /// <param name="Location">What is left of it.</param>
    /// <param name="Ends">The stack ends here, toward the leaf.</param>
    /// <param name="IsGone">Nothing is left of it.</param>
    private readonly record struct Fate(Location Location, bool Ends, bool IsGone);

    /// <summary>The same profile where there is nothing to drop.</summary>
    public static ProfileData Apply(ProfileData profile)
    {
        if (Pattern.OfProfile(profile.DropFrames) is not { } drop)
        {
            return profile;
        }

        DropFrames frames = new(drop, Pattern.OfProfile(profile.KeepFrames));
        return frames.Filter(profile);
    }

    private ProfileData Filter(ProfileData profile)
    {
        foreach (Location location in profile.Locations)
        {
            _fates.Add(location, FateOf(location));
        }

        return profile.With(
            [.. profile.Samples.Select(sample => sample.With(Cut(sample.Locations)))],
            [.. profile.Locations.Select(location => _fates[location].Location)]);
    }

    /// <summary>Leaf first. From the root on, nothing is dropped before the first frame that stays: else nothing might be left.</summary>
    private Location[] Cut(IReadOnlyList<Location> stack)
    {
        bool foundUser = false;
        int first = 0;
        for (int i = stack.Count - 1; i >= 0; i--)
        {
            Fate fate = _fates[stack[i]];
            if (fate.Ends && foundUser)
            {
                first = fate.IsGone ? i + 1 : i;
                break;
            }

            foundUser |= !fate.Ends;
        }

        return [.. stack.Skip(first).Select(location => _fates[location].Location)];
    }

    /// <summary>Of functions that were inlined at one place, those of the dropped one and below go, the callers above it stay.</summary>
    private Fate FateOf(Location location)
    {
        int last = location.Lines.Count - 1;
        int dropped = last;
        while (dropped >= 0 && !IsDropped(location.Lines[dropped].Function.Name))
        {
            dropped--;
        }

        return dropped < 0 ? new Fate(location, Ends: false, IsGone: false)
            : dropped == last ? new Fate(location, Ends: true, IsGone: true)
            : new Fate(location.With([.. location.Lines.Skip(dropped + 1)]), Ends: true, IsGone: false);
    }

    private bool IsDropped(string function)
    {
        if (!_isDropped.TryGetValue(function, out bool isDropped))
        {
            string name = PlainName.Of(function);
            _isDropped.Add(function, isDropped = function.Length > 0 && _drop.IsMatch(name) && _keep?.IsMatch(name) != true);
        }

        return isDropped;
    }
}
