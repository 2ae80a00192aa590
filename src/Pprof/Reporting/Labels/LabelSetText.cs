using Pprof.Format;

namespace Pprof.Reporting;

/// <summary>
/// Labels as the pprof tool takes them from a file: one with a text is a text, else one with a number or a unit is a
/// number, else it is none.
/// </summary>
internal static class LabelSetText
{
    public static bool IsText(Label label) => label.Text.Length > 0;

    public static bool IsNumber(Label label) => label.Text.Length == 0 && (label.Number != 0 || label.Unit.Length > 0);

    /// <summary>Texts by key, keys in order of their lines.</summary>
    public static IEnumerable<IGrouping<string, Label>> Texts(Sample sample) =>
        sample.Labels.Where(IsText).GroupBy(label => label.Key);

    public static IEnumerable<IGrouping<string, Label>> Numbers(Sample sample) =>
        sample.Labels.Where(IsNumber).GroupBy(label => label.Key);

    /// <summary>
    /// The unit of each numeric key: the first that any sample gives; where none does, the key itself (<c>bytes</c>
    /// needs none), but bytes for two keys of
    /// memory allocators.
    /// </summary>
    public static IReadOnlyDictionary<string, string> UnitsOf(ProfileData profile)
    {
        Dictionary<string, string> units = [];
        foreach (Label label in profile.Samples.SelectMany(sample => sample.Labels).Where(IsNumber))
        {
            if (!units.TryGetValue(label.Key, out string? unit) || unit.Length == 0)
            {
                units[label.Key] = label.Unit;
            }
        }

        return units.ToDictionary(
            pair => pair.Key, pair =>
            pair.Value.Length > 0 ? pair.Value : pair.Key is "alignment" or "request" ? "bytes" : pair.Key);
    }
}
