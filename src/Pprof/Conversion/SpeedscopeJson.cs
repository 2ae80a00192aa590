using System.Text.Json;
using Pprof.Format;
using Pprof.Reporting;

namespace Pprof.Conversion;

/// <summary>
/// A file for https://www.speedscope.app: one of its profiles for each value. The format:
/// https://www.speedscope.app/file-format-schema.json.
/// </summary>
internal static class SpeedscopeJson
{
    private static readonly Dictionary<string, string> s_units = new()
    {
        ["ns"] = "nanoseconds",
        ["us"] = "microseconds",
        ["ms"] = "milliseconds",
        ["s"] = "seconds",
        ["B"] = "bytes",
    };

    /// <exception cref="OptionException">A value is below 0, which that format does not have.</exception>
    public static void Write(Stream output, ProfileData profile, string name, ReadBudget budget)
    {
        if (profile.Samples.Any(sample => sample.Values.Any(value => value < 0)))
        {
            throw new OptionException("The profile is a difference; speedscope shows no values below 0. Convert the two profiles by themselves.");
        }

        ConvertedStacks stacks = new(profile, hasLines: true, budget);
        List<(Sample Sample, int[] Stack)> samples = [.. profile.Samples.Select(sample => (sample, stacks.Of(sample)))];
        using Utf8JsonWriter json = new(output);
        json.WriteStartObject();
        json.WriteString("$schema", "https://www.speedscope.app/file-format-schema.json");
        json.WriteString("name", name);
        json.WriteString("exporter", "dotnet-pprof");
        json.WriteNumber("activeProfileIndex", SampleTypeChoice.IndexOf(profile, null, ""));
        WriteFrames(json, stacks.Frames);
        json.WriteStartArray("profiles");
        for (int i = 0; i < profile.SampleTypes.Count; i++)
        {
            WriteProfile(json, profile.SampleTypes[i], samples, i);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteFrames(Utf8JsonWriter json, IReadOnlyList<ConvertedFrame> frames)
    {
        json.WriteStartObject("shared");
        json.WriteStartArray("frames");
        foreach (ConvertedFrame frame in frames)
        {
            json.WriteStartObject();
            json.WriteString("name", frame.Name);
            if (frame.File.Length > 0)
            {
                json.WriteString("file", frame.File);
            }

            if (frame.Line > 0)
            {
                json.WriteNumber("line", frame.Line);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteProfile(
        Utf8JsonWriter json, SampleType type, List<(Sample Sample, int[] Stack)> samples, int index)
    {
        List<(Sample Sample, int[] Stack)> shown = [.. samples.Where(one => one.Sample.Values[index] != 0)];
        json.WriteStartObject();
        json.WriteString("type", "sampled");
        json.WriteString("name", type.Type);
        json.WriteString("unit", UnitOf(type.Unit));
        json.WriteNumber("startValue", 0);
        json.WriteNumber("endValue", shown.Sum(one => (double)one.Sample.Values[index]));
        json.WriteStartArray("samples");
        foreach ((_, int[] stack) in shown)
        {
            json.WriteStartArray();
            Array.ForEach(stack, json.WriteNumberValue);
            json.WriteEndArray();
        }

        json.WriteEndArray();
        json.WriteStartArray("weights");
        shown.ForEach(one => json.WriteNumberValue(one.Sample.Values[index]));
        json.WriteEndArray();
        json.WriteEndObject();
        json.Flush();
    }

    // Values stay as they are, so the unit must be one of those that are known there.
    private static string UnitOf(string unit) =>
        UnitFamily.All.Select(family => family.Find(unit)).FirstOrDefault(known => known is not null) is { } found
        ? s_units.GetValueOrDefault(found.Symbol, "none")
        : "none";
}
