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

    // The end of a name says more than its beginning; what could end a code span or a table's cell is shown as something else.
    public string Name(string name)
    {
        string plain = string.Concat(name.Select(c => char.IsControl(c) ? ' ' : c is '`' ? '\'' : c is '|' ? '¦' : c));
        return plain.Length <= longestName ? plain : "…" + plain[^(longestName - 1)..];
    }

    public string Place(SummaryFrame frame)
    {
        string file = frame.File[(frame.File.LastIndexOfAny(['/', '\\']) + 1)..];
        return file.Length == 0 ? "" : frame.Line == 0 ? Name(file) : string.Create(CultureInfo.InvariantCulture, $"{Name(file)}:{frame.Line}");
    }

    private string Signed(long value) => (value > 0 ? "+" : "") + Value(value);
}
