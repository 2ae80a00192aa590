using Pprof.Format;

namespace Pprof.Reporting;

/// <summary>Which of a sample's values a report is about.</summary>
/// <param name="Index">Number of the sample type.</param>
/// <param name="Type">Its name and unit.</param>
/// <param name="IsMean">Values are divided by the first one.</param>
internal sealed record SampleValues(int Index, SampleType Type, bool IsMean)
{
    public string Name => IsMean ? "mean_" + Type.Type : Type.Type;

    public long Value(Sample sample) => sample.Values[Index];

    public long Divisor(Sample sample) => IsMean ? sample.Values[0] : 0;

    /// <exception cref="ArgumentException">There is no such value.</exception>
    public static SampleValues Choose(ProfileData profile, ReportOptions options)
    {
        int index = SampleTypeChoice.IndexOfNameOrNumber(profile, options.SampleIndex);
        return new SampleValues(index, profile.SampleTypes[index], options.Mean);
    }
}
