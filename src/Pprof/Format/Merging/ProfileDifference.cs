namespace Pprof.Format;

/// <summary>What happened between two profiles of one kind, taken of the same process one after the other.</summary>
internal static class ProfileDifference
{
    /// <summary>
    /// Values that only grow (allocations, contentions, delays, starts) and counts of what exists are differences, later minus earlier. What is
    /// in use is what was in use at the end: the difference of that would show neither what is held nor what was allocated
    /// (https://github.com/golang/go/issues/57765).
    /// </summary>
    /// <exception cref="ArgumentException">They are not of one kind.</exception>
    public static ProfileData Between(ProfileData earlier, ProfileData later) =>
        Between(earlier, later, later.TimeNanos, later.TimeNanos - earlier.TimeNanos);

    /// <summary>The same for whoever knows the time better than the clock of the day, which may jump.</summary>
    /// <param name="earlier">Taken first.</param>
    /// <param name="later">Taken last.</param>
    /// <param name="timeNanos">As of <see cref="ProfileData.TimeNanos"/>.</param>
    /// <param name="durationNanos">As of <see cref="ProfileData.DurationNanos"/>.</param>
    /// <exception cref="ArgumentException">They are not of one kind.</exception>
    public static ProfileData Between(ProfileData earlier, ProfileData later, long timeNanos, long durationNanos)
    {
        ProfileMerge merge = new();
        merge.Add(earlier, [.. earlier.SampleTypes.Select(type => IsInUse(type) ? 0L : -1L)]);
        merge.Add(later, [.. later.SampleTypes.Select(_ => 1L)]);
        return merge.ToProfile(later, timeNanos, durationNanos, [.. later.Comments, Tell(later)]);
    }

    private static string Tell(ProfileData later)
    {
        string inUse = string.Join(" and ", later.SampleTypes.Where(IsInUse).Select(type => type.Type));
        return "The difference of two profiles, later minus earlier" + (inUse.Length == 0 ? "." : $"; {inUse} as at the end.");
    }

    // inuse_objects and inuse_space.
    private static bool IsInUse(SampleType type) => type.Type.StartsWith("inuse_", StringComparison.Ordinal);
}
