using System.Text.RegularExpressions;
using Pprof.Format;

namespace Pprof.Reporting;

/// <summary>
/// <c>-tagfocus</c> and <c>-tagignore</c>: samples by their labels. <c>key=pattern</c> or a pattern of <c>key:text</c>;
/// a number with a unit, or a range of such
/// (<c>1kb:10kb</c>, <c>memory=32mb:</c>), is about numbers.
/// </summary>
internal static class TagFilter
{
    public static ProfileData Apply(
        ProfileData profile, ReportOptions options, IReadOnlyDictionary<string, string> units, Action<string> warn)
    {
        Func<Sample, bool>? focus = Compile(options.TagFocus, "tagfocus", units, warn);
        Func<Sample, bool>? ignore = Compile(options.TagIgnore, "tagignore", units, warn);
        if (focus is null && ignore is null)
        {
            return profile;
        }

        WarnWithout(profile, focus, "tagfocus", warn);
        WarnWithout(profile, ignore, "tagignore", warn);
        return profile.With(
            [.. profile.Samples.Where(sample => focus?.Invoke(sample) != false && ignore?.Invoke(sample) != true)],
            profile.Locations);
    }

    /// <summary><c>-tagshow</c> and <c>-taghide</c>: labels by their keys.</summary>
    public static ProfileData ShowLabels(ProfileData profile, ReportOptions options)
    {
        if (options.TagShow.Length == 0 && options.TagHide.Length == 0)
        {
            return profile;
        }

        Regex? show = options.TagShow.Length == 0 ? null : Pattern.Compile(options.TagShow, "tagshow");
        Regex? hide = options.TagHide.Length == 0 ? null : Pattern.Compile(options.TagHide, "taghide");
        bool IsShown(Label label) => show?.IsMatch(label.Key) != false && hide?.IsMatch(label.Key) != true;
        return profile.With(
            [.. profile.Samples.Select(
                sample => new Sample { Locations = sample.Locations, Values = sample.Values,
                Labels = [.. sample.Labels.Where(IsShown)] })],
            profile.Locations);
    }

    private static void WarnWithout(ProfileData profile, Func<Sample, bool>? filter, string option, Action<string> warn)
    {
        if (filter is not null && !profile.Samples.Any(filter))
        {
            warn($"--{option} matched no label of any sample.");
        }
    }

    private static Func<Sample,
        bool>? Compile(string filter, string option, IReadOnlyDictionary<string, string> units, Action<string> warn)
    {
        if (filter.Length == 0)
        {
            return null;
        }

        int equals = filter.IndexOf('=');
        string key = equals < 0 ? "" : filter[..equals];
        string value = filter[(equals + 1)..];
        if (NumberRange.Parse(value) is { } range)
        {
            warn($"--{option}: '{value}' is taken for a number, not for a pattern.");
            return sample => sample.Labels.Any(label =>
                LabelSetText.IsNumber(label) && (equals < 0 || label.Key == key)
                    && range.Contains(label.Number, units.GetValueOrDefault(label.Key, "")));
        }

        Regex[] patterns = [.. value.Split(',').Select(pattern => Pattern.Compile(pattern, option))];
        return equals < 0 ? sample =>
            Array.TrueForAll(
            patterns, pattern =>
            sample.Labels.Any(label => LabelSetText.IsText(label) && pattern.IsMatch($"{label.Key}:{label.Text}")))
            : sample => sample.Labels.Any(
                label => label.Key == key && LabelSetText.IsText(label)
                && Array.Exists(patterns, pattern => pattern.IsMatch(label.Text)));
    }
}
