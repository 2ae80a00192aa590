using System.Globalization;
using System.Text;

namespace Pprof.Reporting;

/// <summary>A summary as Markdown, for people and for assistants. What each part says is in docs/reports.md; the order never changes.</summary>
/// <param name="summary">What is told.</param>
/// <param name="rows">The most rows of a list.</param>
/// <param name="longestName">The most characters of a name.</param>
internal sealed class MarkdownSummary(Summary summary, int rows, int longestName)
{
    private readonly StringBuilder _text = new();
    private readonly SummaryText _format = new(summary, longestName);

    public string Write(string title)
    {
        Line($"# {_format.Name(title)}");
        WriteHead();
        WriteOwnLines();
        WritePaths();
        WriteFunctions();
        WriteNeighbours();
        WriteLabels();
        WriteLimits();
        return _text.ToString();
    }

    private void WriteHead()
    {
        string total = summary.IsDifference ? $"{_format.Value(summary.Total)} ({_format.History(summary.Total)})" : _format.Value(summary.Total);
        Line($"Profile: {summary.Kind}, shown: {_format.Name(summary.Shown.Type)} in {_format.Name(summary.Shown.Unit)}. Total: **{total}**{During()}.");
        string others = string.Join(", ", summary.Profile.SampleTypes.Where(type => type != summary.Shown).Take(8).Select(type => _format.Name(type.Type)));
        Line(others.Length == 0 ? "" : $"Other values of the file, not shown: {others}.");
        Line(summary.Certainty.Samples > 0
            ? $"From {Number(summary.Certainty.Samples)} samples; ± is the 95 % interval, in points of percent. A function with few samples is a guess."
            : "Everything was counted, nothing estimated.");
        foreach (var loss in summary.Losses.Take(6))
        {
            Line($"- Loss: `{_format.Name(loss.Name)}` {_format.Percent(loss.Cumulative)} is measured, but its stack is not whole.");
        }
    }

    private string During()
    {
        double seconds = summary.Profile.DurationNanos / 1e9;
        bool isCpu = summary.Shown is { Type: "cpu", Unit: "nanoseconds" } && seconds > 0 && !summary.IsDifference;
        return seconds <= 0 ? "" : string.Create(CultureInfo.InvariantCulture, $" in {seconds:0.##} s")
            + (isCpu ? string.Create(CultureInfo.InvariantCulture, $" ({summary.Total.Now / 1e9 / seconds:0.##} processors busy)") : "");
    }

    private void WriteOwnLines()
    {
        Head(summary.IsDifference ? "The program's own lines that changed most" : "The program's own lines that cost most",
            "With all that they call in the framework and in native code, but not what other code of the program costs that they call.");
        foreach ((SummaryFrame line, Amount amount) in summary.OwnLines.Take(rows))
        {
            Line($"- {_format.Value(amount)} {_format.Percent(amount)} `{_format.Name(line.Function)}` {_format.Place(line)}{Past(amount)}{Calls(line)}");
        }

        More(summary.OwnLines.Count, "line");
        if (summary.Value(summary.WithoutOwn) != 0)
        {
            Line($"- {_format.Value(summary.WithoutOwn)} {_format.Percent(summary.WithoutOwn)} with no frame of the program on the stack: {Neighbours(summary.OthersWork)}");
        }
    }

    private string Calls(SummaryFrame line)
    {
        IEnumerable<string> callees = summary.CalleesOf(line).Where(row => row.Callee.Length > 0).Take(2)
            .Select(row => $"`{_format.Name(row.Callee)}` {_format.Value(row.Amount)}");
        string text = string.Join(", ", callees);
        return text.Length == 0 ? "" : $" → {text}";
    }

    private string Past(Amount amount) => summary.IsDifference ? $" ({_format.History(amount)})" : "";

    private void WritePaths()
    {
        Head("Heaviest paths through the program's code", "Callers first; frames of others are left out.");
        foreach ((IReadOnlyList<SummaryFrame> frames, Amount amount) in summary.Paths.Take(Math.Max(2, rows / 2)))
        {
            string path = string.Join(" > ", frames.Select(frame => $"{Short(frame)}{(_format.Place(frame) is { Length: > 0 } place ? $" {place}" : "")}"));
            Line($"- {_format.Value(amount)} {_format.Percent(amount)}: {path}");
        }

        More(summary.Paths.Count, "path", Math.Max(2, rows / 2));
    }

    // Type and method are enough on a path.
    private string Short(SummaryFrame frame)
    {
        string name = _format.Name(frame.Function);
        int generic = name.IndexOfAny(['<', '(']);
        string[] parts = (generic < 0 ? name : name[..generic]).Split('.');
        return $"`{string.Join('.', parts[Math.Max(0, parts.Length - 2)..])}`";
    }

    private void WriteFunctions()
    {
        Head("Functions, everybody's", "Flat: in the function itself. Cum: with what it called. The line is where most of it is.");
        Line(summary.IsDifference ? "| flat | flat % | cum | cum % | was → is (cum) | whose | function | line |" : "| flat | flat % | cum | cum % | whose | function | line |");
        Line(summary.IsDifference ? "|-:|-:|-:|-:|---|---|---|---|" : "|-:|-:|-:|-:|---|---|---|");
        foreach ((string name, Amount flat, Amount cumulative) in summary.Functions.Take(rows))
        {
            string past = summary.IsDifference ? $" {_format.History(cumulative)} |" : "";
            Line($"| {_format.Value(flat)} | {_format.Percent(flat)} | {_format.Value(cumulative)} | {_format.Percent(cumulative)} |{past} {Whose(name)} "
                + $"| `{_format.Name(name)}` | {_format.Place(summary.HottestLineOf(name))} |");
        }

        More(summary.Functions.Count, "function");
    }

    private string Whose(string name) => summary.OriginOf(name) switch
    {
        FrameOrigin.Program => "program",
        FrameOrigin.Package => "package",
        FrameOrigin.Framework => "framework",
        FrameOrigin.Native => "native",
        _ => "loss",
    };

    private void WriteNeighbours()
    {
        Head("Callers and callees of the hottest functions", "");
        foreach ((string name, _, _) in summary.Functions.Where(row => summary.OriginOf(row.Name) != FrameOrigin.Marker).Take(Math.Clamp(rows / 4, 1, 5)))
        {
            Line($"- `{_format.Name(name)}`");
            Line($"  - called by: {Neighbours(summary.CallersOf(name))}");
            Line($"  - calls: {Neighbours(summary.CalleesOf(name))}");
        }
    }

    private string Neighbours(IReadOnlyList<(string Name, Amount Amount)> list) => list.Count == 0 ? "none"
        : string.Join(", ", list.Take(4).Select(row => $"`{_format.Name(row.Name)}` {_format.Value(row.Amount)}")) + (list.Count > 4 ? $", and {list.Count - 4} more" : "");

    private void WriteLabels()
    {
        if (summary.Labels.Count == 0)
        {
            return;
        }

        Head("Labels", "Whose work it is: the value of samples with each.");
        foreach (var (key, values) in summary.Labels.Take(rows))
        {
            string text = string.Join(", ", values.Take(Math.Max(3, rows / 3)).Select(row => $"`{_format.Name(row.Label.Text)}` {_format.Value(row.Amount)} {_format.Percent(row.Amount)}"));
            Line($"- {_format.Name(key)}: {text}{(values.Count > Math.Max(3, rows / 3) ? $", and {values.Count - Math.Max(3, rows / 3)} more" : "")}");
        }
    }

    private void WriteLimits()
    {
        Head("What these figures cannot tell", "");
        foreach (string sentence in summary.CannotTell)
        {
            Line($"- {sentence}");
        }

        foreach (string comment in summary.Profile.Comments.Take(rows))
        {
            Line($"- The profile says: {_format.Sentence(comment)}");
        }
    }

    private void Head(string text, string note)
    {
        _text.Append("\n## ").Append(text).Append('\n');
        Line(note);
    }

    private void More(int count, string what, int? shown = null)
    {
        int hidden = count - (shown ?? rows);
        Line(hidden > 0 ? $"- and {Number(hidden)} more {what}{(hidden == 1 ? "" : "s")} of less" : "");
    }

    private void Line(string text)
    {
        if (text.Length > 0)
        {
            _text.Append(text).Append('\n');
        }
    }

    private static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
