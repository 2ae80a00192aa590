using System.Text.Json;
using PageBench;
using Pprof.Format;
using Pprof.Tests.Format;
using Xunit;

namespace Pprof.Tests.Reporting.Page;

/// <summary>The tree of the page adds up to the table of functions, which is made from the samples by other code.</summary>
public sealed class PageTreeTests
{
    [Fact]
    public void Tree_adds_up_to_the_report_for_profiles_of_every_shape()
    {
        int rows = 0;
        foreach (ProfileData profile in RandomProfiles.Take(150))
        {
            JsonElement page = PageText.Of(profile).Profile;
            ProfileReport report = Report(profile);
            rows += report.Rows.Count;

            Assert.Equal(report.Rows.OrderBy(row => row.Function, StringComparer.Ordinal), RowsOf(page, page.GetProperty("shown").GetInt32()));
        }

        Assert.True(rows > 100, $"only {rows} rows were compared");
    }

    [Fact]
    public void Inlined_functions_are_frames_of_their_own_below_their_caller()
    {
        JsonElement page = PageText.Of(GivenProfiles.Small()).Profile;
        string[] names = [.. page.GetProperty("functions").EnumerateArray().Select(name => name.GetString()!)];
        string[] frames = [.. Numbers(page.GetProperty("frames")).Select(frame => names[frame >> 1] + ((frame & 1) == 1 ? " (inlined)" : ""))];

        Assert.Equal(["Program.Main(string[])", "Program.Main(string[])", "Program.Work<int>() (inlined)", "<unknown>"], frames);
        Assert.Equal("[1,1,1,1]", page.GetProperty("up").GetRawText());
        Assert.Equal("[0,3,4]", page.GetProperty("leaves").GetRawText());
    }

    [Fact]
    public void Lines_of_a_function_are_nodes_of_their_own_and_equal_stacks_are_added_up()
    {
        JsonElement page = PageText.Of(new ProfileMaker(new SampleType("cpu", "nanoseconds")).Add("Main@20;Work@5", 1).Add("Main@20;Work@9", 2).Add("Main@20;Work@5", 4).Data).Profile;

        Assert.Equal("[0,2,2]", page.GetProperty("frames").GetRawText());
        Assert.Equal("[1,2,3]", page.GetProperty("places").GetRawText());
        Assert.Equal("[0,20,5,9]", page.GetProperty("placeLines").GetRawText());
        Assert.Equal("[0,1,2,2]", page.GetProperty("placeFiles").GetRawText());
        Assert.Equal("[1,1,2]", page.GetProperty("up").GetRawText());
        Assert.Equal("[2,3]", page.GetProperty("leaves").GetRawText());
        Assert.Equal("[[5,2]]", page.GetProperty("values").GetRawText());
    }

    [Fact]
    public void Stack_of_ten_thousand_frames_is_no_problem()
    {
        ProfileData names = GivenProfiles.WithFunctions([.. Enumerable.Range(0, 100).Select(i => $"A.B{i}")]);
        ProfileData deep = new()
        {
            SampleTypes = names.SampleTypes,
            Functions = names.Functions,
            Locations = names.Locations,
            Mappings = names.Mappings,
            Samples = [new() { Locations = [.. Enumerable.Range(0, 10_000).Select(i => names.Locations[i % 100])], Values = [1] }],
        };

        Assert.Equal(10_000, PageText.Of(deep).Profile.GetProperty("frames").GetArrayLength());
    }

    [Fact]
    public void Profile_without_samples_is_a_page()
    {
        JsonElement page = PageText.Of(GivenProfiles.WithFunctions([])).Profile;

        Assert.Equal("[]", page.GetProperty("frames").GetRawText());
        Assert.Equal("[[]]", page.GetProperty("values").GetRawText());
    }

    /// <summary>Walks each sample from its leaf up, as a reader of the page's data would.</summary>
    private static IEnumerable<ProfileReportRow> RowsOf(JsonElement page, int type)
    {
        string[] names = [.. page.GetProperty("functions").EnumerateArray().Select(name => name.GetString()!)];
        int[] up = Numbers(page.GetProperty("up")), frames = Numbers(page.GetProperty("frames")), leaves = Numbers(page.GetProperty("leaves"));
        long[] values = [.. page.GetProperty("values")[type].EnumerateArray().Select(value => value.GetInt64())];
        long[] flat = new long[names.Length], cumulative = new long[names.Length];
        for (int sample = 0; sample < leaves.Length; sample++)
        {
            HashSet<int> seen = [];
            for (int node = leaves[sample]; node > 0; node -= up[node - 1])
            {
                int function = frames[node - 1] >> 1;
                flat[function] += seen.Count == 0 ? values[sample] : 0;
                cumulative[function] += seen.Add(function) ? values[sample] : 0;
            }
        }

        // A function without any value is no row of the report, as in the pprof tool.
        return names.Select((name, i) => new ProfileReportRow(name, flat[i], cumulative[i]))
            .Where(row => row.Flat != 0 || row.Cumulative != 0).OrderBy(row => row.Function, StringComparer.Ordinal);
    }

    private static int[] Numbers(JsonElement array) => [.. array.EnumerateArray().Select(number => number.GetInt32())];

    private static ProfileReport Report(ProfileData profile)
    {
        using MemoryStream stream = new(GivenProfiles.Write(profile));
        return ProfileReport.Read(stream);
    }
}
