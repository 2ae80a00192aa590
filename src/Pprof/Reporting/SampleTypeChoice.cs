using Pprof.Format;

namespace Pprof.Reporting;

/// <summary>Which value of the samples is shown: the one asked for, else the profile's default, else the last, as in the pprof tool.</summary>
internal static class SampleTypeChoice
{
    private const int Shown = 20;

    /// <exception cref="ArgumentException">The profile has no such sample type; the message names those it has.</exception>
    /// <exception cref="FormatException">It has no sample types at all.</exception>
    public static int IndexOf(ProfileData profile, string? sampleType, string parameter)
    {
        if (profile.SampleTypes.Count == 0)
        {
            throw new ProfileFormatException("The profile has no sample types, so there is nothing to show. Was it written to the end?");
        }

        List<string> types = [.. profile.SampleTypes.Select(type => type.Type)];
        int index = types.IndexOf(sampleType ?? profile.DefaultSampleType);
        if (index < 0 && sampleType is not null)
        {
            throw new ArgumentException($"The profile has no values of '{sampleType}'; it has: {Enumerate(types)}.", parameter);
        }

        return index < 0 ? types.Count - 1 : index;
    }

    private static string Enumerate(List<string> types) =>
        string.Join(", ", types.Take(Shown).Select(DisplayText.Escape)) + (types.Count > Shown ? $" and {types.Count - Shown} more" : "");
}
