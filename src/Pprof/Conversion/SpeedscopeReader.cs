using System.Text.Json;
using Pprof.Format;
using Pprof.Reporting;

namespace Pprof.Conversion;

/// <summary>
/// Reads a file of speedscope: profiles of samples with weights, or of frames that open and close. Those of one unit
/// and name add up.
/// </summary>
internal sealed class SpeedscopeReader
{
    private const int MostProfiles = 64;
    private readonly JsonElement _root;
    private readonly ReadBudget _budget;
    private readonly ConvertedFrame[] _frames;

    private SpeedscopeReader(JsonElement root, ReadBudget budget)
    {
        _root = root;
        _budget = budget;
        _frames = [.. root.GetProperty("shared").GetProperty("frames").EnumerateArray().Select(FrameOf)];
    }

    /// <summary>Null when it is no such file.</summary>
    /// <exception cref="ProfileFormatException">It is one, and damaged.</exception>
    public static ProfileData? TryRead(ReadOnlyMemory<byte> data, ReadBudget budget)
    {
        if (!data.Span.TrimStart(" \t\r\n"u8).StartsWith("{"u8))
        {
            return null;
        }

        try
        {
            // A value of the document takes some twelve bytes beside the text.
            budget.Charge(8L * data.Length);
            using JsonDocument document = JsonDocument.Parse(data);
            return document.RootElement.TryGetProperty("shared", out _)
                && document.RootElement.TryGetProperty("profiles", out _)
                ? new SpeedscopeReader(document.RootElement, budget).Read()
                : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException or System.FormatException and not ProfileFormatException)
        {
            throw new ProfileFormatException($"This is no valid speedscope file: {e.Message}", e);
        }
    }

    private static ConvertedFrame FrameOf(JsonElement frame) => new(
        frame.GetProperty("name").GetString() ?? "",
        frame.TryGetProperty("file", out JsonElement file) ? file.GetString() ?? "" : "",
        frame.TryGetProperty("line", out JsonElement line) && line.ValueKind == JsonValueKind.Number
            ? (long)line.GetDouble() : 0);

    private ProfileData Read()
    {
        JsonElement[] profiles = [.. _root.GetProperty("profiles").EnumerateArray()];
        if (profiles.Length is 0 or > MostProfiles)
        {
            throw new ProfileFormatException(
                $"The speedscope file has {profiles.Length} profiles; from 1 to {MostProfiles} can be read.");
        }

        List<SampleType> types = [.. profiles.Select(TypeOf).Distinct()];
        ProfileBuilder builder = new(types, _budget);
        foreach (JsonElement profile in profiles)
        {
            ReadProfile(builder, profile, types.IndexOf(TypeOf(profile)), types.Count);
        }

        return builder.ToProfile();
    }

    private void ReadProfile(ProfileBuilder builder, JsonElement profile, int index, int count)
    {
        void Add(IReadOnlyList<int> stack, double weight)
        {
            long[] values = new long[count];
            values[index] = (long)Math.Clamp(Math.Round(weight), -1e18, 1e18);
            builder.Add([.. stack.Reverse().Select(Frame)], values);
        }

        if (profile.GetProperty("type").GetString() == "sampled")
        {
            ReadSamples(profile, Add);
        }
        else
        {
            ReadEvents(profile, Add);
        }
    }

    private ConvertedFrame Frame(int number) => number >= 0 && number < _frames.Length
        ? _frames[number]
        : throw new ProfileFormatException($"The speedscope file names frame {number} and has {_frames.Length}.");

    private static void ReadSamples(JsonElement profile, Action<IReadOnlyList<int>, double> add)
    {
        foreach ((JsonElement stack, JsonElement weight) in profile.GetProperty("samples").EnumerateArray()
            .Zip(profile.GetProperty("weights").EnumerateArray()))
        {
            add([.. stack.EnumerateArray().Select(frame => frame.GetInt32())], weight.GetDouble());
        }
    }

    // O opens a frame and C closes it; what is open between two events has the time between them.
    private static void ReadEvents(JsonElement profile, Action<IReadOnlyList<int>, double> add)
    {
        List<int> open = [];
        double last = profile.GetProperty("startValue").GetDouble();
        foreach (JsonElement one in profile.GetProperty("events").EnumerateArray())
        {
            double at = one.GetProperty("at").GetDouble();
            if (open.Count > 0 && at > last)
            {
                add(open, at - last);
            }

            last = at;
            if (one.GetProperty("type").GetString() == "O")
            {
                open.Add(one.GetProperty("frame").GetInt32());
            }
            else if (open.Count > 0)
            {
                open.RemoveAt(open.Count - 1);
            }
        }
    }

    private static SampleType TypeOf(JsonElement profile)
    {
        string unit = profile.TryGetProperty("unit", out JsonElement given) ? given.GetString() ?? "none" : "none";
        return unit switch
        {
            "bytes" => new SampleType("space", unit),
            "none" => new SampleType("samples", "count"),
            _ => new SampleType("time", unit),
        };
    }
}
