using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using Pprof.Format;

namespace Pprof.Reporting;

/// <summary>
/// The profile as the page's script reads it: arrays of numbers that refer to arrays of texts. <c>model.js</c> is the other side.
/// A value beyond 2^53 loses its last digits in the script, whose numbers are doubles.
/// </summary>
internal static class PageJson
{
    // Escapes <, >, & and quotes: inside a script element, no text of the profile can end it or begin a comment.
    private static readonly JsonWriterOptions s_options = new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    public static void Write(Stream stream, ProfileData profile, StackTree tree, int shownType)
    {
        // Not disposed when the stream throws: that would write to it once more.
        Utf8JsonWriter json = new(stream, s_options);
        json.WriteStartObject();
        WriteHeader(json, profile, shownType);
        WriteFunctions(json, tree.Functions);
        WriteNodes(json, tree);
        WriteSamples(json, profile, tree);
        json.WriteEndObject();
        json.Dispose();
    }

    private static void WriteHeader(Utf8JsonWriter json, ProfileData profile, int shownType)
    {
        json.WriteStartArray("types");
        foreach (SampleType type in profile.SampleTypes)
        {
            WriteTexts(json, [type.Type, type.Unit]);
        }

        json.WriteEndArray();
        json.WriteNumber("shown", shownType);
        json.WriteNumber("timeNanos", profile.TimeNanos);
        json.WriteNumber("durationNanos", profile.DurationNanos);
        json.WriteNumber("period", profile.Period);
        WriteTexts(json, "periodType", profile.PeriodType is { } period ? [period.Type, period.Unit] : []);
        WriteTexts(json, "comments", profile.Comments);
        json.WriteString("docUrl", profile.DocUrl);
    }

    private static void WriteFunctions(Utf8JsonWriter json, FunctionNames functions)
    {
        WriteTexts(json, "functions", functions.Names);
        WriteTexts(json, "files", functions.Files);
        WriteNumbers(json, "fileOf", functions.FileOf.Select(file => (long)file));
        WriteNumbers(json, "startLines", functions.StartLines);
        WriteNumbers(json, "placeFiles", functions.Places.Select(place => (long)place.File));
        WriteNumbers(json, "placeLines", functions.Places.Select(place => place.Line));
    }

    /// <summary>Parents as the distance to them: mostly 1, so one digit instead of six.</summary>
    private static void WriteNodes(Utf8JsonWriter json, StackTree tree)
    {
        WriteNumbers(json, "up", tree.Parents.Select((parent, i) => (long)i + 1 - parent));
        WriteNumbers(json, "frames", tree.Frames.Select(frame => (long)frame.Number));
        WriteNumbers(json, "places", tree.Frames.Select(frame => (long)frame.Place));
    }

    private static void WriteSamples(Utf8JsonWriter json, ProfileData profile, StackTree tree)
    {
        LabelSets labels = LabelSets.Of(profile);
        WriteNumbers(json, "leaves", tree.Leaves.Select(leaf => (long)leaf));
        json.WriteStartArray("values");
        for (int type = 0; type < profile.SampleTypes.Count; type++)
        {
            WriteNumbers(json, profile.Samples.Select(sample => sample.Values[type]));
        }

        json.WriteEndArray();
        WriteLabels(json, labels);
        WriteNumbers(json, "labelSetOf", labels.SetOf.Select(set => (long)set));
    }

    private static void WriteLabels(Utf8JsonWriter json, LabelSets labels)
    {
        json.WriteStartArray("labels");
        foreach (Label label in labels.Labels)
        {
            json.WriteStartArray();
            json.WriteStringValue(label.Key);
            json.WriteStringValue(label.Text);
            json.WriteNumberValue(label.Number);
            json.WriteStringValue(label.Unit);
            json.WriteEndArray();
        }

        json.WriteEndArray();
        json.WriteStartArray("labelSets");
        foreach (int[] set in labels.Sets)
        {
            WriteNumbers(json, set.Select(label => (long)label));
        }

        json.WriteEndArray();
    }

    private static void WriteTexts(Utf8JsonWriter json, string name, IEnumerable<string> texts)
    {
        json.WritePropertyName(name);
        WriteTexts(json, texts);
    }

    private static void WriteTexts(Utf8JsonWriter json, IEnumerable<string> texts)
    {
        json.WriteStartArray();
        foreach (string text in texts)
        {
            json.WriteStringValue(text);
        }

        json.WriteEndArray();
    }

    private static void WriteNumbers(Utf8JsonWriter json, string name, IEnumerable<long> numbers)
    {
        json.WritePropertyName(name);
        WriteNumbers(json, numbers);
    }

    /// <summary>The writer buffers until it is flushed: one array at most.</summary>
    private static void WriteNumbers(Utf8JsonWriter json, IEnumerable<long> numbers)
    {
        json.WriteStartArray();
        foreach (long number in numbers)
        {
            json.WriteNumberValue(number);
        }

        json.WriteEndArray();
        json.Flush();
    }
}
