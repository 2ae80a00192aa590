using Pprof.Format;
using Xunit;

namespace Pprof.Tests.Reporting;

public sealed class ProfileReportTests
{
    private const long Second = 1_000_000_000;

    [Fact]
    public void Table_shows_flat_and_cumulative_time_of_each_function()
    {
        ProfileReport report = Read(Cpu(
            (["Parse", "Main"], 3 * Second),
            (["Main"], Second / 2),
            (["Hash", "Parse", "Main"], Second / 2)));
        StringWriter text = new() { NewLine = "\n" };

        report.WriteTo(text);

        Assert.Equal(
            """
            cpu: 4000ms in 2.00s, top 3 of 3 functions
                  flat   flat%    sum%        cum    cum%  function
                3000ms  75.00%  75.00%     3500ms  87.50%  Parse
                 500ms  12.50%  87.50%     4000ms 100.00%  Main
                 500ms  12.50% 100.00%      500ms  12.50%  Hash

            """,
            text.ToString());
    }

    [Fact]
    public void Recursive_function_counts_once_a_sample() =>
        Assert.Equal(new ProfileReportRow("Walk", 2, 2), Read(Cpu((["Walk", "Walk", "Walk"], 2))).Rows.Single());

    [Fact]
    public void Overloads_of_one_name_are_one_row() =>
        Assert.Equal([new ProfileReportRow("Add", 3, 3)], Read(Cpu((["Add"], 1), (["Add"], 2))).Rows);

    [Fact]
    public void Sample_type_can_be_chosen()
    {
        ProfileData profile = Cpu((["Main"], Second));

        Assert.Equal(("samples", "count", 1L), Shape(Read(profile, "samples")));
        Assert.Equal(("cpu", "nanoseconds", Second), Shape(Read(profile)));
    }

    [Fact]
    public void Unknown_sample_type_is_answered_with_the_ones_there_are()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => Read(Cpu((["Main"], 1)), "heap"));

        Assert.Contains("'heap'; it has: samples, cpu", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Bytes_that_are_no_profile_are_a_FormatException() =>
        Assert.ThrowsAny<FormatException>(() => ProfileReport.Read(new MemoryStream([1, 2, 3])));

    [Fact]
    public void Profile_without_samples_prints_only_its_head()
    {
        StringWriter text = new() { NewLine = "\n" };

        Read(Cpu()).WriteTo(text);

        Assert.StartsWith("cpu: 0 in 2.00s, top 0 of 0 functions\n", text.ToString(), StringComparison.Ordinal);
    }

    private static (string, string, long) Shape(ProfileReport report) => (report.SampleType, report.Unit, report.Total);

    private static ProfileReport Read(ProfileData profile, string? sampleType = null)
    {
        using MemoryStream stream = new();
        profile.WriteTo(stream);
        stream.Position = 0;
        return ProfileReport.Read(stream, sampleType);
    }

    /// <summary>Stacks leaf first, with their nanoseconds; equal names in one stack share a function.</summary>
    private static ProfileData Cpu(params (string[] Stack, long Nanoseconds)[] stacks)
    {
        List<Function> functions = [];
        List<Location> locations = [];
        List<Sample> samples = [];
        foreach ((string[] stack, long nanoseconds) in stacks)
        {
            List<Location> frames = [.. stack.Select(name => NewLocation(name, functions, locations))];
            samples.Add(new Sample { Locations = frames, Values = [1, nanoseconds] });
        }

        return new ProfileData
        {
            SampleTypes = [new SampleType("samples", "count"), new SampleType("cpu", "nanoseconds")],
            DurationNanos = 2 * Second,
            Functions = functions,
            Locations = locations,
            Samples = samples,
        };
    }

    private static Location NewLocation(string name, List<Function> functions, List<Location> locations)
    {
        functions.Add(new Function { Id = new FunctionId((ulong)functions.Count + 1), Name = name });
        locations.Add(new Location { Id = new LocationId((ulong)locations.Count + 1), Lines = [new Line(functions[^1])] });
        return locations[^1];
    }
}
