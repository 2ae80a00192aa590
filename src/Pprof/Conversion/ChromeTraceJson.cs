using System.Text.Json;
using Pprof.Format;
using Pprof.Reporting;

namespace Pprof.Conversion;

/// <summary>
/// Trace events, for chrome://tracing and https://ui.perfetto.dev. A profile has no course of time, so it is laid out
/// as a flame graph: callees follow each other under
/// their caller, largest first, and what is long in it is much. Each value is a thread of its own. One microsecond
/// stands for one of time, one byte, or one count.
/// </summary>
/// <remarks>The format: https://docs.google.com/document/d/1CvAClvFfyA5R-PhYUmn5OOQtYMH4h6I0nSsKchNAySU.</remarks>
internal static class ChromeTraceJson
{
    private const int Process = 1;

    public static void Write(Stream output, ProfileData profile, string name, ReadBudget budget)
    {
        ConvertedStacks stacks = new(profile, hasLines: false, budget);
        using Utf8JsonWriter json = new(output);
        json.WriteStartObject();
        json.WriteString("displayTimeUnit", "ms");
        json.WriteStartArray("traceEvents");
        WriteName(json, "process_name", 0, name);
        for (int i = 0; i < profile.SampleTypes.Count; i++)
        {
            SampleType type = profile.SampleTypes[i];
            WriteName(json, "thread_name", i + 1, $"{type.Type} ({type.Unit})");
            WriteTree(json, stacks, CallTree.Of(stacks, i, budget), i + 1, MicrosecondsOf(type.Unit));
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static double MicrosecondsOf(string unit)
    {
        (double value, string scaled) = Measure.Scale(1, unit, "us");
        return scaled == "us" ? value : 1;
    }

    private static void WriteName(Utf8JsonWriter json, string what, int thread, string name)
    {
        json.WriteStartObject();
        json.WriteString("name", what);
        json.WriteString("ph", "M");
        json.WriteNumber("pid", Process);
        json.WriteNumber("tid", thread);
        json.WriteStartObject("args");
        json.WriteString("name", name);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteTree(Utf8JsonWriter json, ConvertedStacks stacks, CallTree tree, int thread, double scale)
    {
        long[] sums = tree.Sums();
        double[] starts = new double[sums.Length], used = new double[sums.Length];
        IEnumerable<int> order = Enumerable.Range(1, sums.Length - 1).OrderBy(node => tree.Parents[node])
            .ThenByDescending(node => sums[node]);
        foreach (int node in order)
        {
            int parent = tree.Parents[node];
            starts[node] = starts[parent] + used[parent];
            used[parent] += Math.Max(0, sums[node]);
            if (sums[node] > 0)
            {
                WriteEvent(json, stacks.Frames[tree.Frames[node]], thread, starts[node] * scale, sums[node] * scale);
            }
        }
    }

    private static void WriteEvent(Utf8JsonWriter json, ConvertedFrame frame, int thread, double start, double duration)
    {
        json.WriteStartObject();
        json.WriteString("name", frame.Name);
        json.WriteString("cat", "stack");
        json.WriteString("ph", "X");
        json.WriteNumber("ts", start);
        json.WriteNumber("dur", duration);
        json.WriteNumber("pid", Process);
        json.WriteNumber("tid", thread);
        if (frame.File.Length > 0)
        {
            json.WriteStartObject("args");
            json.WriteString("file", frame.File);
            json.WriteEndObject();
        }

        json.WriteEndObject();
        if (json.BytesPending > 1 << 16)
        {
            json.Flush();
        }
    }
}
