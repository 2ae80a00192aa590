using Pprof.Format;

namespace Pprof.Reporting;

/// <summary>Profiles with their values multiplied.</summary>
internal static class Scaling
{
    /// <summary>
    /// Values rounded to whole numbers; samples of which nothing is left go. With factors of 1 it is the same profile.
    /// </summary>
    /// <param name="profile">Not changed.</param>
    /// <param name="factors">One for each sample type.</param>
    public static ProfileData Scale(ProfileData profile, IReadOnlyList<double> factors)
    {
        if (factors.All(factor => factor == 1))
        {
            return profile;
        }

        List<Sample> samples = [];
        foreach (Sample sample in profile.Samples)
        {
            long[] values =
                [.. sample.Values.Select(
                (value, i) =>
                factors[i] == 1 ? value : factors[i] == -1 ? unchecked(-value) : Round(value * factors[i]))];
            if (values.Any(value => value != 0))
            {
                samples.Add(new Sample { Locations = sample.Locations, Values = values, Labels = sample.Labels });
            }
        }

        return profile.With(samples, profile.Locations);
    }

    /// <summary>What makes the totals of a profile those of another; 0 for a value that it has nothing of.</summary>
    public static IReadOnlyList<double> Ratios(ProfileData profile, ProfileData like)
    {
        long[] own = Totals(profile), wanted = Totals(like);
        return [.. own.Select((total, i) => total == 0 ? 0 : (double)wanted[i] / total)];
    }

    private static long[] Totals(ProfileData profile)
    {
        long[] totals = new long[profile.SampleTypes.Count];
        foreach (Sample sample in profile.Samples)
        {
            for (int i = 0; i < totals.Length; i++)
            {
                totals[i] = unchecked(totals[i] + sample.Values[i]);
            }
        }

        return totals;
    }

    private static long Round(double value) => (long)Math.Round(value, MidpointRounding.AwayFromZero);
}
