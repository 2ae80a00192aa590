namespace Pprof.Format;

/// <summary>
/// A tag of a sample: a text, or a number with its unit. A text that is empty and a number that is 0 without a unit look the same in
/// a file, and the pprof tool ignores both.
/// </summary>
internal sealed record Label(string Key, string Text, long Number, string Unit)
{
    public static Label OfText(string key, string text) => new(key, text, 0, "");

    /// <summary>Without a unit the pprof tool takes the key for the unit: <c>bytes</c> needs none.</summary>
    public static Label OfNumber(string key, long number, string unit = "") => new(key, "", number, unit);
}
