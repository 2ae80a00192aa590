using Pprof.Format;

namespace Pprof.Reporting;

/// <summary>
/// Several profiles made one: those of several machines added up, and a base taken away, as with <c>-base</c> and
/// <c>-diff_base</c> of the pprof tool. Values in
/// different units of one family (<c>ms</c> and <c>ns</c>) are converted to the smaller unit.
/// </summary>
internal static class ProfileSet
{
    /// <param name="profiles">At least one.</param>
    /// <exception cref="OptionException">They are of different kinds.</exception>
    public static ProfileData Merge(IReadOnlyList<ProfileData> profiles)
    {
        IReadOnlyList<ProfileData> alike = UnitAlignment.Align(profiles);
        ProfileMerge merge = new();
        foreach (ProfileData profile in alike)
        {
            merge.Add(profile, [.. profile.SampleTypes.Select(_ => 1L)]);
        }

        ProfileData merged = merge.ToProfile(
            Header(alike), Start(alike), alike.Aggregate(0L, (sum, one) => unchecked(sum + one.DurationNanos)),
            [.. alike.SelectMany(one => one.Comments).Distinct()]);
        return merged;
    }

    /// <param name="profile">What there is.</param>
    /// <param name="baseProfile">What is taken away.</param>
    /// <param name="isMarked">Shares are of the base: <c>-diff_base</c>.</param>
    /// <param name="isNormalized">The profile is first scaled to the base's totals.</param>
    public static ProfileData Subtract(ProfileData profile, ProfileData baseProfile, bool isMarked, bool isNormalized)
    {
        IReadOnlyList<ProfileData> alike = UnitAlignment.Align([profile, baseProfile]);
        ProfileData left = isNormalized ? Scaling.Scale(alike[0], Scaling.Ratios(alike[0], alike[1])) : alike[0];
        ProfileData taken = Scaling.Scale(
            isMarked ? Mark(alike[1]) : alike[1], [.. alike[1].SampleTypes.Select(_ => -1.0)]);
        return Merge([left, taken]);
    }

    // Marked samples stay apart from the others, so that they can be told in the end.
    private static ProfileData Mark(ProfileData profile) => profile.With(
        [.. profile.Samples.Select(sample => new Sample
        {
            Locations = sample.Locations,
            Values = sample.Values,
            Labels = [.. sample.Labels.Where(label => label.Key != Report.BaseLabel),
                Label.OfText(Report.BaseLabel, "true")],
        })],
        profile.Locations);

    private static long Start(IReadOnlyList<ProfileData> profiles) =>
        profiles.Select(profile => profile.TimeNanos).Where(time => time != 0).DefaultIfEmpty().Min();

    // Everything else is the first profile's, but for the longest period.
    private static ProfileData Header(IReadOnlyList<ProfileData> profiles) => new()
    {
        SampleTypes = profiles[0].SampleTypes,
        DropFrames = profiles[0].DropFrames,
        KeepFrames = profiles[0].KeepFrames,
        PeriodType = profiles[0].PeriodType,
        Period = profiles.Max(profile => profile.Period),
        DefaultSampleType = profiles.Select(profile => profile.DefaultSampleType)
            .FirstOrDefault(type => type.Length > 0) ?? "",
        DocUrl = profiles[0].DocUrl,
    };
}
