using System.Text.Json;
using Pprof.Format;

namespace Pprof.Reporting;

/// <summary>What the page's script needs besides numbers: texts, and what the profile says of itself. <c>data.js</c> is the other side.</summary>
internal static class PageHeader
{
    public static byte[] Write(PageContent content)
    {
        using MemoryStream stream = new();
        using (Utf8JsonWriter json = new(stream))
        {
            json.WriteStartObject();
            WriteProfile(json, content);
            WriteTexts(json, "functions", content.Samples.Tree.Functions.Names);
            WriteTexts(json, "files", content.Samples.Tree.Functions.Files);
            WriteLabels(json, content.Samples.LabelSets);
            WriteSources(json, content.Sources);
            json.WriteEndObject();
        }

        return stream.ToArray();
    }

    private static void WriteProfile(Utf8JsonWriter json, PageContent content)
    {
        json.WriteStartArray("types");
        foreach (SampleType type in content.Profile.SampleTypes)
        {
            WriteTexts(json, [type.Type, type.Unit]);
        }

        json.WriteEndArray();
        json.WriteNumber("shown", content.ShownType);
        json.WriteString("download", content.Options.DownloadAddress ?? "");
        json.WriteBoolean("normalize", content.Options.Normalize);
        WriteFacts(json, content.Profile);
        if (content.Base is not null)
        {
            json.WriteStartObject("base");
            WriteFacts(json, content.Base);
            json.WriteEndObject();
        }
    }

    private static void WriteFacts(Utf8JsonWriter json, ProfileData profile)
    {
        json.WriteNumber("timeNanos", profile.TimeNanos);
        json.WriteNumber("durationNanos", profile.DurationNanos);
        json.WriteNumber("period", profile.Period);
        WriteTexts(json, "periodType", profile.PeriodType is { } period ? [period.Type, period.Unit] : []);
        WriteTexts(json, "comments", profile.Comments);
        json.WriteString("docUrl", profile.DocUrl);
        json.WriteNumber("samples", profile.Samples.Count);
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
            json.WriteStartArray();
            Array.ForEach(set, json.WriteNumberValue);
            json.WriteEndArray();
        }

        json.WriteEndArray();
    }

    private static void WriteSources(Utf8JsonWriter json, IReadOnlyList<SourcePart> sources)
    {
        json.WriteStartArray("sources");
        foreach (SourcePart part in sources)
        {
            json.WriteStartObject();
            json.WriteNumber("file", part.File);
            json.WriteNumber("first", part.FirstLine);
            WriteTexts(json, "lines", part.Lines);
            json.WriteEndObject();
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
}
