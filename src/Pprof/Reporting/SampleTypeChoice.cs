using System.Globalization;
using Pprof.Format;

namespace Pprof.Reporting;

/// <summary>Which value of the samples is shown: the one asked for, else the profile's default, else the last, as in the pprof tool.</summary>
internal static class SampleTypeChoice
{
    private const int Shown = 20;
    private const string InUse = "inuse_";

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

    /// <summary>As <see cref="IndexOf"/>, with a number from 0 too, and <c>inuse_space</c> for the <c>space</c> of older profiles.</summary>
    /// <exception cref="OptionException">There is no such value.</exception>
    public static int IndexOfNameOrNumber(ProfileData profile, string wanted)
    {
        if (wanted.Length == 0 || profile.SampleTypes.Count == 0)
        {
            return IndexOf(profile, null, "");
        }

        List<string> types = [.. profile.SampleTypes.Select(type => type.Type)];
        int index = int.TryParse(wanted, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number) ? number : types.IndexOf(wanted);
        index = index < 0 && wanted.StartsWith(InUse, StringComparison.Ordinal) ? types.IndexOf(wanted[InUse.Length..]) : index;
        return index >= 0 && index < types.Count ? index
            : throw new OptionException($"--sample-index is given '{wanted}'; the profile has, from 0: {Enumerate(types)}.");
    }

    private static string Enumerate(List<string> types) =>
        string.Join(", ", types.Take(Shown).Select(DisplayText.Escape)) + (types.Count > Shown ? $" and {types.Count - Shown} more" : "");
}
