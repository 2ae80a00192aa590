using System.Text;
using System.Text.Json;
using Pprof.Conversion;
using Pprof.Format;
using Pprof.Reporting;
using Pprof.Tests.Format;
using Pprof.Tests.Reporting;
using Xunit;

namespace Pprof.Tests.Conversion;

/// <summary>Profiles in the formats of other tools have the same stacks and totals.</summary>
public sealed class ConversionTests
{
    private static readonly ProfileData s_profile = Stacks.Of(
        new SampleType("cpu", "nanoseconds"), ("Parse Work Main", 30), ("Work Main", 12), ("Parse Work Main", 1),
        ("Wait;Now Main", 7));

    [Fact]
    public void Collapsed_stacks_are_a_line_each_with_callers_first() =>
        Assert.Equal(
            "Main;Work;Parse 31\nMain;Work 12\nMain;Wait:Now 7\n",
            Encoding.UTF8.GetString(Write(s_profile, ConversionFormat.Collapsed)));

    [Fact]
    public void Collapsed_stacks_are_read_back()
    {
        ProfileData read = ProfileConverter.Read(
            "Main;Work;Parse 31\nMain;Work 12\n\nMain;Work;Parse 2\n"u8.ToArray(), ReadLimits.Default, null, out _);

        Assert.Equal([new SampleType("samples", "count")], read.SampleTypes);
        Assert.Equal(["Parse Work Main 33", "Work Main 12"], read.Samples.Select(Text));
    }

    [Fact]
    public void Speedscope_has_a_profile_for_each_value_with_frames_by_number()
    {
        JsonElement root = JsonDocument.Parse(Write(s_profile, ConversionFormat.Speedscope)).RootElement;
        JsonElement profile = root.GetProperty("profiles").EnumerateArray().Single();
        string[] frames =
            [.. root.GetProperty("shared").GetProperty("frames").EnumerateArray()
            .Select(frame => frame.GetProperty("name").GetString()!)];

        Assert.Equal("https://www.speedscope.app/file-format-schema.json", root.GetProperty("$schema").GetString());
        Assert.Equal(
            ("sampled", "cpu", "nanoseconds", 50),
            (profile.GetProperty("type").GetString(), profile.GetProperty("name").GetString(),
            profile.GetProperty("unit").GetString(), profile.GetProperty("endValue").GetInt32()));
        Assert.Equal(
            ["Main", "Work", "Parse"], profile.GetProperty("samples")[0].EnumerateArray()
            .Select(frame => frames[frame.GetInt32()]));
        Assert.Equal(
            [30, 12, 1, 7], profile.GetProperty("weights").EnumerateArray().Select(weight => weight.GetInt32()));
    }

    [Fact]
    public void Speedscope_is_read_back_with_equal_stacks_made_one()
    {
        ProfileData read = ProfileConverter.Read(
            Write(s_profile, ConversionFormat.Speedscope), ReadLimits.Default, null, out _);

        Assert.Equal([new SampleType("time", "nanoseconds")], read.SampleTypes);
        Assert.Equal(["Parse Work Main 31", "Work Main 12", "Wait;Now Main 7"], read.Samples.Select(Text));
        Assert.Equal("/src/Parse.cs", read.Functions.Single(function => function.Name == "Parse").FileName);
    }

    [Fact]
    public void Speedscope_events_are_time_between_them()
    {
        const string Json = """
            {"$schema":"x","shared":{"frames":[{"name":"Main"},{"name":"Work"}]},"profiles":[{"type":"evented","name":"t","unit":"milliseconds","startValue":0,"endValue":9,
            "events":[{"type":"O","frame":0,"at":0},{"type":"O","frame":1,"at":2},{"type":"C","frame":1,"at":5},{"type":"C","frame":0,"at":9}]}]}
            """;
        ProfileData read = ProfileConverter.Read(Encoding.UTF8.GetBytes(Json), ReadLimits.Default, null, out _);

        Assert.Equal(["Main 6", "Work Main 3"], read.Samples.Select(Text));
    }

    [Fact]
    public void Difference_is_refused_where_there_are_no_values_below_0()
    {
        ProfileData difference = Stacks.Of(new SampleType("cpu", "nanoseconds"), ("A", -1));

        Assert.Throws<OptionException>(() => Write(difference, ConversionFormat.Speedscope));
        Assert.Equal("A -1\n", Encoding.UTF8.GetString(Write(difference, ConversionFormat.Collapsed)));
    }

    [Fact]
    public void Chrome_lays_callees_out_under_their_callers_and_loses_nothing()
    {
        JsonElement root = JsonDocument.Parse(Write(s_profile, ConversionFormat.Chrome)).RootElement;
        var events = root.GetProperty("traceEvents").EnumerateArray()
            .Where(one => one.GetProperty("ph").GetString() == "X")
            .Select(one =>
                (Name: one.GetProperty("name").GetString(), Start: one.GetProperty("ts").GetDouble(),
                Duration: one.GetProperty("dur").GetDouble())).ToList();

        Assert.Equal(
            ["Main 0 0.05", "Work 0 0.043", "Wait;Now 0.043 0.007", "Parse 0 0.031"],
            events.Select(one => FormattableString.Invariant($"{one.Name} {one.Start:0.###} {one.Duration:0.###}")));
    }

    [Fact]
    public void Firefox_has_tables_whose_columns_are_as_long_as_they_say()
    {
        JsonElement thread = JsonDocument.Parse(Write(s_profile, ConversionFormat.Firefox)).RootElement.GetProperty(
            "threads")[0];
        foreach (string table in (
            string[])["samples", "stackTable", "frameTable", "funcTable", "resourceTable", "nativeSymbols", "markers"])
        {
            JsonElement columns = thread.GetProperty(table);
            int length = columns.GetProperty("length").GetInt32();
            Assert.All(columns.EnumerateObject().Where(column => column.Value.ValueKind == JsonValueKind.Array),
                column => Assert.Equal(length, column.Value.GetArrayLength()));
        }

        Assert.Equal(
            50e-6, thread.GetProperty("samples").GetProperty("weight").EnumerateArray()
            .Sum(weight => weight.GetDouble()), 1e-12);
        Assert.Equal(["Parse Work Main", "Wait;Now Main", "Work Main"], Stack(thread).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("a.pb.gz", ConversionFormat.Pprof)]
    [InlineData("a.folded", ConversionFormat.Collapsed)]
    [InlineData("a.speedscope.json", ConversionFormat.Speedscope)]
    [InlineData("a.firefox.json", ConversionFormat.Firefox)]
    [InlineData("A.JSON", ConversionFormat.Chrome)]
    public void Format_follows_the_name_of_the_file(string path, object format) =>
        Assert.Equal(format, ProfileConverter.FormatOf(path));

    [Fact]
    public void Damaged_files_are_read_or_refused_and_nothing_else()
    {
        byte[][] seeds =
            [Write(s_profile, ConversionFormat.Speedscope), Write(s_profile, ConversionFormat.Collapsed),
            GivenProfiles.Write(s_profile)];
        ReadLimits limits = new(Bytes: 1 << 20, MemoryBytes: 8 << 20);
        Random random = new(20_261_130);
        for (int i = 0; i < 20_000; i++)
        {
            byte[] file = Mutation.Of(seeds, random);
            try
            {
                ProfileConverter.Read(file, limits, null, out _);
            }
            catch (ProfileFormatException)
            {
            }
        }
    }

    private static byte[] Write(ProfileData profile, ConversionFormat format)
    {
        using MemoryStream output = new();
        ProfileConverter.Write(output, profile, format, "test", "", new ReadBudget(ReadLimits.Default, 1 << 20));
        return output.ToArray();
    }

    private static string Text(Sample sample) =>
        $"{string.Join(' ', sample.Locations.Select(location => location.Lines[0].Function.Name))} {sample.Values[0]}";

    private static IEnumerable<string> Stack(JsonElement thread)
    {
        string[] strings = [.. thread.GetProperty("stringArray").EnumerateArray().Select(text => text.GetString()!)];
        JsonElement stacks = thread.GetProperty("stackTable"), frames = thread.GetProperty("frameTable"),
            functions = thread.GetProperty("funcTable");
        foreach (JsonElement leaf in thread.GetProperty("samples").GetProperty("stack").EnumerateArray())
        {
            List<string> names = [];
            for (JsonElement? at = leaf; at is { ValueKind: JsonValueKind.Number } node; at = stacks.GetProperty(
                "prefix")[node.GetInt32()])
            {
                int function = frames.GetProperty("func")[stacks.GetProperty("frame")[node.GetInt32()].GetInt32()]
                    .GetInt32();
                names.Add(strings[functions.GetProperty("name")[function].GetInt32()]);
            }

            yield return string.Join(' ', names);
        }
    }
}
