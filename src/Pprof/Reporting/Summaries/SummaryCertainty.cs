using Pprof.Format;

namespace Pprof.Reporting;

/// <summary>
/// How sure the figures of a sampled profile are. A share p of n samples has the standard error sqrt(p (1 - p) / n) (binomial distribution),
/// and the interval of 95 % is 1.96 of these to either side: of 1,000 samples, 5 % are 5 % ± 1.35 points.
/// </summary>
internal sealed class SummaryCertainty
{
    private const double Normal95 = 1.96;

    // How much of the shown value one sample stands for; 0 where everything was counted.
    private readonly double _perSample;
    private readonly double _whole;

    private SummaryCertainty(double perSample, double whole) => (_perSample, _whole) = (perSample, whole);

    /// <summary>How many samples the figures come from, or 0 for a profile that counts everything.</summary>
    public long Samples => _perSample > 0 ? (long)Math.Round(_whole / _perSample) : 0;

    public static SummaryCertainty Of(ProfileData profile, SampleType shown, long whole) =>
        new(SampleOf(profile, shown, whole), Math.Abs((double)whole));

    /// <summary>Half of the width of the 95 % interval, in points of a percentage; null where nothing is estimated.</summary>
    public double? PlusMinus(long value)
    {
        if (_perSample <= 0 || _whole <= 0)
        {
            return null;
        }

        double share = Math.Clamp(Math.Abs((double)value) / _whole, 0, 1), samples = Math.Max(1, _whole / _perSample);
        return 100 * Normal95 * Math.Sqrt(share * (1 - share) / samples);
    }

    // CPU: one sample is a period of time. Heap: one sample is as many bytes as there are on average between two.
    private static double SampleOf(ProfileData profile, SampleType shown, long whole)
    {
        if (profile.PeriodType is not { } period || profile.Period <= 1)
        {
            return 0;
        }

        return period.Unit == shown.Unit ? profile.Period
            : shown.Type == "samples" ? 1
            : period.Type == "space" && shown.Unit == "count" ? OfObjects(profile, shown, whole)
            : 0;
    }

    // Objects weigh as their bytes do: as many samples as the bytes of the same samples have.
    private static double OfObjects(ProfileData profile, SampleType shown, long whole)
    {
        string space = shown.Type.Replace("objects", "space", StringComparison.Ordinal);
        int index = profile.SampleTypes.ToList().FindIndex(type => type.Type == space);
        double bytes = index < 0 ? 0 : profile.Samples.Sum(sample => Math.Abs((double)sample.Values[index]));
        return bytes == 0 ? 0 : Math.Abs(whole) * profile.Period / bytes;
    }
}
