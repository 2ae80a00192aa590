using Pprof.Format;

namespace Pprof.Reporting;

/// <summary>Brings profiles of the same values to the same units, the smallest that any of them uses.</summary>
internal static class UnitAlignment
{
    /// <exception cref="OptionException">They are of different kinds; the message says of which.</exception>
    public static IReadOnlyList<ProfileData> Align(IReadOnlyList<ProfileData> profiles)
    {
        ProfileData first = profiles[0];
        if (profiles.Any(profile => profile.SampleTypes.Count != first.SampleTypes.Count))
        {
            ProfileData other = profiles.First(profile => profile.SampleTypes.Count != first.SampleTypes.Count);
            throw new OptionException($"A profile of {Text(first)} and one of {Text(other)} cannot be put together. Name profiles of one kind.");
        }

        SampleType[] common =
            [.. first.SampleTypes.Select((_, i) => Common([.. profiles.Select(profile => profile.SampleTypes[i])]))];
        SampleType? period = profiles.All(profile => profile.PeriodType is not null)
            ? Common([.. profiles.Select(profile => profile.PeriodType!)]) : first.PeriodType;
        return [.. profiles.Select(profile => Convert(profile, common, period))];
    }

    private static ProfileData Convert(ProfileData profile, SampleType[] types, SampleType? period)
    {
        double[] factors =
            [.. profile.SampleTypes.Select((type, i) => Measure.Scale(1, type.Unit, types[i].Unit).Value)];
        ProfileData scaled = Scaling.Scale(profile, factors);
        return profile.SampleTypes.SequenceEqual(types) && profile.PeriodType == period ? scaled : new ProfileData
        {
            SampleTypes = types,
            Samples = scaled.Samples,
            Mappings = profile.Mappings,
            Locations = profile.Locations,
            Functions = profile.Functions,
            DropFrames = profile.DropFrames,
            KeepFrames = profile.KeepFrames,
            TimeNanos = profile.TimeNanos,
            DurationNanos = profile.DurationNanos,
            PeriodType = period,
            Period = period is null || profile.PeriodType is null ? profile.Period
                : (long)Measure.Scale(profile.Period, profile.PeriodType.Unit, period.Unit).Value,
            Comments = profile.Comments,
            DefaultSampleType = profile.DefaultSampleType,
            DocUrl = profile.DocUrl,
        };
    }

    /// <summary>The type as the profile with the smallest unit has it. A plural s makes no other type.</summary>
    private static SampleType Common(SampleType[] types)
    {
        SampleType smallest = types[0];
        foreach (SampleType type in types.Skip(1))
        {
            if (type.Type.TrimEnd('s') != smallest.Type.TrimEnd('s') || !IsOneFamily(type.Unit, smallest.Unit))
            {
                throw new OptionException($"Values of {smallest.Type}/{smallest.Unit} and of {type.Type}/{type.Unit} cannot be put together. Name profiles of one kind.");
            }

            smallest = Measure.Scale(1, type.Unit, smallest.Unit).Value < 1 ? type : smallest;
        }

        return smallest;
    }

    private static bool IsOneFamily(string one, string other) =>
        one == other || UnitFamily.All.Any(family => family.Find(one) is not null && family.Find(other) is not null);

    private static string Text(ProfileData profile) =>
        string.Join(", ", profile.SampleTypes.Take(4).Select(type => $"{type.Type}/{type.Unit}"));
}
