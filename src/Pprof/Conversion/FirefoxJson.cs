using System.Text.Json;
using Pprof.Format;
using Pprof.Reporting;

namespace Pprof.Conversion;

/// <summary>
/// A file for https://profiler.firefox.com, in its processed format: each value is a thread, whose samples have that
/// value as weight and follow each other in time.
/// </summary>
/// <remarks>
/// The format: https://github.com/firefox-devtools/profiler/blob/main/src/types/profile.ts, version 44.
/// </remarks>
internal sealed class FirefoxJson(Utf8JsonWriter json, ProfileData profile, string name, ReadBudget budget)
{
    private const int GeckoVersion = 27;
    private const int ProcessedVersion = 44;

    public static void Write(Stream output, ProfileData profile, string name, ReadBudget budget)
    {
        using Utf8JsonWriter json = new(output);
        new FirefoxJson(json, profile, name, budget).Write();
    }

    private void Write()
    {
        ConvertedStacks stacks = new(profile, hasLines: true, budget);
        json.WriteStartObject();
        WriteMeta();
        json.WriteStartArray("libs");
        json.WriteEndArray();
        json.WriteStartArray("pages");
        json.WriteEndArray();
        json.WriteStartArray("threads");
        for (int i = 0; i < profile.SampleTypes.Count; i++)
        {
            WriteThread(stacks, i);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private void WriteMeta()
    {
        json.WriteStartObject("meta");
        json.WriteNumber("interval", 1);
        json.WriteNumber("startTime", profile.TimeNanos / 1e6);
        json.WriteNumber("processType", 0);
        json.WriteString("product", name);
        json.WriteNumber("stackwalk", 1);
        json.WriteNumber("version", GeckoVersion);
        json.WriteNumber("preprocessedProfileVersion", ProcessedVersion);
        json.WriteBoolean("symbolicated", true);
        json.WriteStartArray("categories");
        json.WriteStartObject();
        json.WriteString("name", "Other");
        json.WriteString("color", "grey");
        Strings("subcategories", ["Other"]);
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteStartArray("markerSchema");
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private void WriteThread(ConvertedStacks stacks, int index)
    {
        SampleType type = profile.SampleTypes[index];
        CallTree tree = CallTree.Of(stacks, index, budget);
        Dictionary<string, int> strings = [];
        json.WriteStartObject();
        json.WriteString("name", $"{type.Type} ({type.Unit})");
        json.WriteString("processType", "default");
        json.WriteNumber("processStartupTime", 0);
        json.WriteNull("processShutdownTime");
        json.WriteNumber("registerTime", 0);
        json.WriteNull("unregisterTime");
        json.WriteStartArray("pausedRanges");
        json.WriteEndArray();
        json.WriteBoolean("isMainThread", index == 0);
        json.WriteString("pid", "1");
        json.WriteNumber("tid", index + 1);
        WriteSamples(tree, type);
        WriteStacks(tree);
        WriteFrames(stacks, strings);
        WriteEmptyTables();
        Strings("stringArray", strings.Keys);
        json.WriteEndObject();
        json.Flush();
    }

    private void WriteSamples(CallTree tree, SampleType type)
    {
        (double scale, string weightType) = WeightOf(type);
        List<int> nodes = [.. Enumerable.Range(1, tree.Own.Count - 1).Where(node => tree.Own[node] != 0)];
        double[] weights = [.. nodes.Select(node => tree.Own[node] * scale)];
        json.WriteStartObject("samples");
        Numbers("stack", nodes.Select(node => (long)node - 1));
        json.WriteStartArray("time");
        double time = 0;
        foreach (double weight in weights)
        {
            json.WriteNumberValue(time);
            time += weightType == "tracing-ms" ? Math.Abs(weight) : 1;
        }

        json.WriteEndArray();
        json.WriteStartArray("weight");
        Array.ForEach(weights, json.WriteNumberValue);
        json.WriteEndArray();
        json.WriteString("weightType", weightType);
        json.WriteNumber("length", nodes.Count);
        json.WriteEndObject();
    }

    private static (double Scale, string WeightType) WeightOf(SampleType type)
    {
        (double milliseconds, string unit) = Measure.Scale(1, type.Unit, "ms");
        (double bytes, string size) = Measure.Scale(1, type.Unit, "bytes");
        return unit == "ms" ? (milliseconds, "tracing-ms") : size == "B" ? (bytes, "bytes") : (1, "samples");
    }

    private void WriteStacks(CallTree tree)
    {
        int count = tree.Parents.Count - 1;
        json.WriteStartObject("stackTable");
        Numbers("frame", tree.Frames.Skip(1).Select(frame => (long)frame));
        json.WriteStartArray("prefix");
        foreach (int parent in tree.Parents.Skip(1))
        {
            NumberOrNull(parent == 0 ? null : parent - 1);
        }

        json.WriteEndArray();
        Zeros("category", count);
        Zeros("subcategory", count);
        json.WriteNumber("length", count);
        json.WriteEndObject();
    }

    private void WriteFrames(ConvertedStacks stacks, Dictionary<string, int> strings)
    {
        IReadOnlyList<ConvertedFrame> frames = stacks.Frames;
        List<(string Name, string File)> functions = [.. frames.Select(frame => (frame.Name, frame.File)).Distinct()];
        Dictionary<(string, string), int> numbers = functions.Select((function, i) => (function, i))
            .ToDictionary(pair => pair.function, pair => pair.i);
        json.WriteStartObject("frameTable");
        Numbers("address", frames.Select(_ => -1L));
        Zeros("inlineDepth", frames.Count);
        Zeros("category", frames.Count);
        Zeros("subcategory", frames.Count);
        Numbers("func", frames.Select(frame => (long)numbers[(frame.Name, frame.File)]));
        Nulls("nativeSymbol", frames.Count);
        Zeros("innerWindowID", frames.Count);
        Nulls("implementation", frames.Count);
        NumbersOrNull("line", frames.Select(frame => frame.Line > 0 ? (long?)frame.Line : null));
        Nulls("column", frames.Count);
        json.WriteNumber("length", frames.Count);
        json.WriteEndObject();
        json.WriteStartObject("funcTable");
        Booleans("isJS", functions.Count);
        Booleans("relevantForJS", functions.Count);
        Numbers("name", functions.Select(function => (long)NumberOf(function.Name, strings)));
        Numbers("resource", functions.Select(_ => -1L));
        NumbersOrNull(
            "fileName", functions.Select(
            function => function.File.Length > 0 ? (long?)NumberOf(function.File, strings) : null));
        Nulls("lineNumber", functions.Count);
        Nulls("columnNumber", functions.Count);
        json.WriteNumber("length", functions.Count);
        json.WriteEndObject();
    }

    private void WriteEmptyTables()
    {
        EmptyTable("resourceTable", "lib", "name", "host", "type");
        EmptyTable("nativeSymbols", "libIndex", "address", "name", "functionSize");
        EmptyTable("markers", "data", "name", "startTime", "endTime", "phase", "category");
    }

    private void EmptyTable(string table, params string[] columns)
    {
        json.WriteStartObject(table);
        foreach (string column in columns)
        {
            Numbers(column, []);
        }

        json.WriteNumber("length", 0);
        json.WriteEndObject();
    }

    private static int NumberOf(string text, Dictionary<string, int> strings)
    {
        if (!strings.TryGetValue(text, out int number))
        {
            strings.Add(text, number = strings.Count);
        }

        return number;
    }

    private void Strings(string column, IEnumerable<string> texts)
    {
        json.WriteStartArray(column);
        foreach (string text in texts)
        {
            json.WriteStringValue(text);
        }

        json.WriteEndArray();
    }

    private void Numbers(string column, IEnumerable<long> numbers) =>
        NumbersOrNull(column, numbers.Select(number => (long?)number));

    private void Zeros(string column, int count) => Numbers(column, Enumerable.Repeat(0L, count));

    private void Nulls(string column, int count) => NumbersOrNull(column, Enumerable.Repeat<long?>(null, count));

    private void NumbersOrNull(string column, IEnumerable<long?> numbers)
    {
        json.WriteStartArray(column);
        foreach (long? number in numbers)
        {
            NumberOrNull(number);
        }

        json.WriteEndArray();
    }

    private void NumberOrNull(long? number)
    {
        if (number is { } known)
        {
            json.WriteNumberValue(known);
        }
        else
        {
            json.WriteNullValue();
        }
    }

    private void Booleans(string column, int count)
    {
        json.WriteStartArray(column);
        for (int i = 0; i < count; i++)
        {
            json.WriteBooleanValue(false);
        }

        json.WriteEndArray();
    }
}
