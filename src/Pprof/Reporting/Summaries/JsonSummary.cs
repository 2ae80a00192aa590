using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Pprof.Reporting;

/// <summary>A summary as JSON, by the schema of docs/reports.md. Values are in the unit that it names; the order never changes.</summary>
/// <param name="summary">What is told.</param>
/// <param name="rows">The most entries of a list.</param>
/// <param name="longestName">The most characters of a name.</param>
internal sealed class JsonSummary(Summary summary, int rows, int longestName)
{
    private const string Schema = "pprof-report/1";

    private static readonly JsonWriterOptions s_options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly SummaryText _format = new(summary, longestName);

    public string Write(string title)
    {
        using MemoryStream stream = new();
        using (Utf8JsonWriter json = new(stream, s_options))
        {
            json.WriteStartObject();
            WriteHead(json, title);
            WriteList(json, "ownLines", summary.OwnLines, row => WriteOwnLine(json, row.Line, row.Amount));
            WriteList(json, "paths", summary.Paths, row => WritePath(json, row.Frames, row.Amount));
            WriteList(json, "functions", summary.Functions, row => WriteFunction(json, row.Name, row.Flat, row.Cumulative));
            WriteList(json, "labels", [.. summary.Labels.SelectMany(group => group.Values.Take(rows))], row => WriteLabel(json, row.Label, row.Amount));
            WriteTexts(json, "cannotTell", summary.CannotTell);
            WriteTexts(json, "comments", summary.Profile.Comments.Take(rows).Select(_format.Sentence));
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private void WriteHead(Utf8JsonWriter json, string title)
    {
        json.WriteString("schema", Schema);
        json.WriteString("title", _format.Name(title));
        json.WriteString("kind", summary.Kind);
        json.WriteString("type", _format.Name(summary.Shown.Type));
        json.WriteString("unit", _format.Name(summary.Shown.Unit));
        json.WriteBoolean("isDifference", summary.IsDifference);
        WriteAmount(json, "total", summary.Total);
        json.WriteNumber("percentOf", summary.Whole);
        WriteAmount(json, "withoutOwnCode", summary.WithoutOwn);
        json.WriteNumber("durationSeconds", summary.Profile.DurationNanos / 1e9);
        json.WriteNumber("samples", summary.Certainty.Samples);
        WriteList(json, "losses", summary.Losses, row => WriteFunction(json, row.Name, row.Flat, row.Cumulative));
    }

    private void WriteAmount(Utf8JsonWriter json, string name, Amount amount)
    {
        json.WriteNumber(name, summary.Value(amount));
        if (summary.IsDifference)
        {
            json.WriteNumber(name + "Before", amount.Before);
            json.WriteNumber(name + "Now", amount.Now);
        }
    }

    private void WriteShare(Utf8JsonWriter json, string name, Amount amount)
    {
        long value = summary.Value(amount);
        json.WriteNumber(name, Math.Round(summary.Percent(value), 2));
        if (!summary.IsDifference && summary.Certainty.PlusMinus(value) is { } points)
        {
            json.WriteNumber(name + "PlusMinus", Math.Round(points, 2));
        }
    }

    private void WriteOwnLine(Utf8JsonWriter json, SummaryFrame line, Amount amount)
    {
        WriteAmount(json, "value", amount);
        WriteShare(json, "percent", amount);
        WriteFrame(json, line);
        json.WriteStartArray("calls");
        foreach ((string callee, Amount part) in summary.CalleesOf(line).Where(row => row.Callee.Length > 0).Take(3))
        {
            json.WriteStartObject();
            json.WriteString("function", _format.Name(callee));
            WriteAmount(json, "value", part);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private void WritePath(Utf8JsonWriter json, IReadOnlyList<SummaryFrame> frames, Amount amount)
    {
        WriteAmount(json, "value", amount);
        WriteShare(json, "percent", amount);
        json.WriteStartArray("frames");
        foreach (SummaryFrame frame in frames)
        {
            json.WriteStartObject();
            WriteFrame(json, frame);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private void WriteFunction(Utf8JsonWriter json, string name, Amount flat, Amount cumulative)
    {
        WriteFrame(json, summary.HottestLineOf(name));
        json.WriteString("origin", summary.OriginOf(name).ToString().ToLowerInvariant());
        WriteAmount(json, "flat", flat);
        WriteShare(json, "flatPercent", flat);
        WriteAmount(json, "cum", cumulative);
        WriteShare(json, "cumPercent", cumulative);
        WriteNeighbours(json, "callers", summary.CallersOf(name));
        WriteNeighbours(json, "callees", summary.CalleesOf(name));
    }

    private void WriteNeighbours(Utf8JsonWriter json, string name, IReadOnlyList<(string Name, Amount Amount)> list)
    {
        json.WriteStartArray(name);
        foreach ((string function, Amount amount) in list.Take(Math.Clamp(rows / 8, 1, 3)))
        {
            json.WriteStartObject();
            json.WriteString("function", _format.Name(function));
            WriteAmount(json, "value", amount);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private void WriteLabel(Utf8JsonWriter json, Format.Label label, Amount amount)
    {
        json.WriteString("key", _format.Name(label.Key));
        json.WriteString("value", _format.Name(label.Text));
        WriteAmount(json, "amount", amount);
        WriteShare(json, "percent", amount);
    }

    private void WriteFrame(Utf8JsonWriter json, SummaryFrame frame)
    {
        json.WriteString("function", _format.Name(frame.Function));
        if (frame.File.Length > 0)
        {
            json.WriteString("file", _format.Name(frame.File));
            json.WriteNumber("line", frame.Line);
        }
    }

    /// <summary>What does not fit is counted beside the list: <c>functionsOmitted</c>.</summary>
    private void WriteList<T>(Utf8JsonWriter json, string name, IReadOnlyList<T> list, Action<T> write)
    {
        json.WriteStartArray(name);
        foreach (T row in list.Take(rows))
        {
            json.WriteStartObject();
            write(row);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        if (list.Count > rows)
        {
            json.WriteNumber(name + "Omitted", list.Count - rows);
        }
    }

    private static void WriteTexts(Utf8JsonWriter json, string name, IEnumerable<string> texts)
    {
        json.WriteStartArray(name);
        foreach (string text in texts)
        {
            json.WriteStringValue(text);
        }

        json.WriteEndArray();
    }
}
