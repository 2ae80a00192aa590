using System.Globalization;

namespace Pprof.Reporting;

/// <summary>Names, places, values and percentages of a summary, as text.</summary>
internal sealed class SummaryText(Summary summary, int longestName)
{
    public string Value(long value) => Measure.Label(value, summary.Shown.Unit);

    public string Value(Amount amount) => summary.IsDifference ? Signed(amount.Change) : Value(amount.Now);

    /// <summary>With its uncertainty where there is one: <c>41.2% ±1.3</c>.</summary>
    public string Percent(Amount amount)
    {
        long value = summary.Value(amount);
        string percent = summary.Percent(value).ToString(summary.IsDifference ? "+0.0;-0.0;0.0" : "0.0", CultureInfo.InvariantCulture) + "%";
        return summary.IsDifference || summary.Certainty.PlusMinus(value) is not { } points ? percent
            : percent + " ±" + points.ToString("0.0", CultureInfo.InvariantCulture);
    }

    /// <summary>In a difference: what it was and is, and whether that is new.</summary>
    public string History(Amount amount) => !summary.IsDifference ? ""
        : $"{Value(amount.Before)} → {Value(amount.Now)}{(amount.Before == 0 ? " (new)" : amount.Now == 0 ? " (gone)" : "")}";

    /// <summary>The end of a name says more than its beginning.</summary>
    public string Name(string name)
    {
        string plain = Plain(name);
        return plain.Length <= longestName ? plain : "…" + plain[^(longestName - 1)..];
    }

    /// <summary>The beginning of a sentence says what it is about; it may be three times as long as a name.</summary>
    public string Sentence(string text)
    {
        string plain = Plain(text);
        return plain.Length <= 3 * longestName ? plain : plain[..((3 * longestName) - 1)] + "…";
    }

    public string Place(SummaryFrame frame)
    {
        string file = frame.File[(frame.File.LastIndexOfAny(['/', '\\']) + 1)..];
        return file.Length == 0 ? "" : frame.Line == 0 ? Name(file) : string.Create(CultureInfo.InvariantCulture, $"{Name(file)}:{frame.Line}");
    }

    // What could end a code span or a table's cell is shown as something else.
    private static string Plain(string text) => string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c is '`' ? '\'' : c is '|' ? '¦' : c));

    private string Signed(long value) => (value > 0 ? "+" : "") + Value(value);
}
