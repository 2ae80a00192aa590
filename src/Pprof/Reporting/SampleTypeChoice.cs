using Pprof.Format;

namespace Pprof.Reporting;

/// <summary>Which value of the samples is shown: the one asked for, else the profile's default, else the last, as in the pprof tool.</summary>
internal static class SampleTypeChoice
{
    /// <exception cref="ArgumentException">The profile has no such sample type; the message names those it has.</exception>
    public static int IndexOf(ProfileData profile, string? sampleType, string parameter)
    {
        List<string> types = [.. profile.SampleTypes.Select(type => type.Type)];
        int index = types.IndexOf(sampleType ?? profile.DefaultSampleType);
        if (index < 0 && sampleType is not null)
        {
            throw new ArgumentException($"The profile has no values of '{sampleType}'; it has: {string.Join(", ", types)}.", parameter);
        }

        return index < 0 ? types.Count - 1 : index;
    }
}
