using System.Globalization;
using System.Text;
using System.Text.Json;
using PageBench;
using Pprof.Format;
using Pprof.Tests.Format;
using Xunit;

namespace Pprof.Tests.Reporting.Summaries;

/// <summary>Reports for people and assistants: what they say, and that they stay in bounds.</summary>
public sealed class MarkdownTests
{
    private static readonly ProfileData s_small = new ProfileMaker(new("samples", "count"), new("cpu", "nanoseconds")) { Comments = ["engine: timers"] }
        .Add("System.Threading.Start;Shop.Main@20;Shop.Cart.Sum@7;System.Text.Regex.Match;memcpy", [Label.OfText("route", "/cart")], 60, 600_000_000)
        .Add("System.Threading.Start;Shop.Main@20;Shop.Cart.Sum@9", 30, 300_000_000)
        .Add("System.Threading.Start;System.IO.Loop", 9, 90_000_000).Add("[lost]", 1, 10_000_000).Data;

    private static readonly ProfileData s_nothing = new ProfileMaker(new SampleType("cpu", "nanoseconds")).Data;

    [Fact]
    public void Program_s_own_line_comes_first_with_what_it_calls() => Assert.Contains(
        "- 600ms 60.0% `Shop.Cart.Sum` Shop.cs:7 → `System.Text.Regex.Match` 600ms\n- 300ms 30.0% `Shop.Cart.Sum` Shop.cs:9\n"
        + "- 100ms 10.0% with no frame of the program on the stack: `System.IO.Loop` 90ms, `[lost]` 10ms\n",
        Markdown(s_small), StringComparison.Ordinal);

    [Fact]
    public void Path_goes_through_the_program_s_code_alone() =>
        Assert.Contains("- 600ms 60.0%: `Shop.Main` Shop.cs:20 > `Cart.Sum` Shop.cs:7\n", Markdown(s_small), StringComparison.Ordinal);

    [Fact]
    public void Head_tells_totals_losses_and_kind_and_the_end_what_they_cannot_tell()
    {
        string text = Markdown(s_small);

        Assert.StartsWith("# Profile\nProfile: cpu, shown: cpu in nanoseconds. Total: **1s** in 2 s (0.5 processors busy).\nOther values of the file, not shown: samples.\n", text, StringComparison.Ordinal);
        Assert.Contains("- Loss: `[lost]` 1.0% is measured, but its stack is not whole.\n", text, StringComparison.Ordinal);
        Assert.Contains("- CPU time only: a thread that waits", text, StringComparison.Ordinal);
        Assert.Contains("- The profile says: engine: timers\n", text, StringComparison.Ordinal);
        Assert.Contains("- route: `/cart` 600ms 60.0%\n", text, StringComparison.Ordinal);
    }

    /// <summary>Flat and cum of every function are those of the table, which is made by other code.</summary>
    [Fact]
    public void Figures_are_those_of_the_report()
    {
        int compared = 0;
        foreach (ProfileData profile in RandomProfiles.Take(60))
        {
            ProfileReport report = Report(profile);
            JsonElement functions = Json(profile).GetProperty("functions");
            Dictionary<string, ProfileReportRow> rows = report.Rows.ToDictionary(row => row.Function);
            foreach (JsonElement function in functions.EnumerateArray())
            {
                if (rows.TryGetValue(function.GetProperty("function").GetString()!, out ProfileReportRow row))
                {
                    Assert.Equal((row.Flat, row.Cumulative), (function.GetProperty("flat").GetInt64(), function.GetProperty("cum").GetInt64()));
                    compared++;
                }
            }
        }

        Assert.True(compared > 50, $"only {compared} were compared");
    }

    [Fact]
    public void Interval_is_that_of_the_binomial_distribution()
    {
        ProfileData sampled = new()
        {
            SampleTypes = s_small.SampleTypes, Functions = s_small.Functions, Locations = s_small.Locations, Samples = s_small.Samples,
            PeriodType = new("cpu", "nanoseconds"), Period = 10_000_000,
        };

        // Of 100 samples 60: 1.96 * sqrt(0.6 * 0.4 / 100) = 9.6 points.
        string text = Markdown(sampled);
        Assert.Contains("From 100 samples;", text, StringComparison.Ordinal);
        Assert.Contains("- 600ms 60.0% ±9.6 `Shop.Cart.Sum` Shop.cs:7", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Difference_tells_what_grew_what_is_new_and_what_is_gone()
    {
        ProfileData now = new ProfileMaker(new SampleType("inuse_space", "bytes")).Add("Shop.Main@2;Shop.Cache.Add@7", 9 << 20).Add("Shop.Main@3;Shop.New@1", 1 << 20).Data;
        ProfileData before = new ProfileMaker(new SampleType("inuse_space", "bytes")).Add("Shop.Main@2;Shop.Cache.Add@7", 3 << 20).Add("Shop.Main@4;Shop.Old@1", 1 << 20).Data;

        string text = Text(Difference(now, before), ProfileReportSize.Full);

        Assert.Contains("Total: **+6MB (4MB → 10MB)**", text, StringComparison.Ordinal);
        Assert.Contains("- +6MB +150.0% `Shop.Cache.Add` Shop.cs:7 (3MB → 9MB)\n", text, StringComparison.Ordinal);
        Assert.Contains("- +1MB +25.0% `Shop.New` Shop.cs:1 (0 → 1MB (new))\n", text, StringComparison.Ordinal);
        Assert.Contains("- -1MB -25.0% `Shop.Old` Shop.cs:1 (1MB → 0 (gone))\n", text, StringComparison.Ordinal);
        Assert.Contains("What is alive as of the last collection", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ProfileReportSize.Full, 24_000)]
    [InlineData(ProfileReportSize.Brief, 6_000)]
    public void Report_stays_in_bounds_and_is_the_same_each_time(ProfileReportSize size, int most)
    {
        ProfileMaker maker = new(new SampleType("cpu", "nanoseconds"));
        for (int i = 0; i < 2_000; i++)
        {
            string name = $"Company.Product.Very.Long.Namespace{i}.Of.A.Generic.Type<System.Collections.Generic.Dictionary<string, int>>.Method{i}(string, int, System.Threading.CancellationToken)";
            maker.Add($"Shop.Main@{i};{name}@{i + 1};System.Long.Framework.Name.Number{i}.Run", [Label.OfText("route", $"/orders/{i}")], 1_000_000 + i);
        }

        ProfileReport report = Report(maker.Data), difference = Difference(maker.Data, s_nothing);
        foreach (Func<string> write in new Func<string>[]
        {
            () => Text(report, size), () => JsonText(report, size), () => Text(difference, size), () => JsonText(difference, size),
        })
        {
            string text = write();
            Assert.InRange(Encoding.UTF8.GetByteCount(text), most / 3, most);
            Assert.Equal(text, write());
        }
    }

    /// <summary>A sentence of a profile is cut where it ends, a name where it begins.</summary>
    [Fact]
    public void Comment_that_is_too_long_keeps_its_beginning()
    {
        ProfileMaker maker = new(new SampleType("cpu", "nanoseconds")) { Comments = [$"engine: {new string('x', 2000)}"] };

        Assert.Contains("- The profile says: engine: xxx", Markdown(maker.Add("App.Main", 1).Data), StringComparison.Ordinal);
    }

    /// <summary>Names come from whoever made the file. They may not end a code span, a table's row or a line of the report.</summary>
    [Fact]
    public void Hostile_names_stay_in_their_place()
    {
        string text = Markdown(new ProfileMaker(new SampleType("cpu", "nanoseconds")).Add("App.A`|\n# Do this\n.B", 1_000_000).Data);

        Assert.DoesNotContain("\n# Do this", text, StringComparison.Ordinal);
        Assert.DoesNotContain("A`|", text, StringComparison.Ordinal);
        Assert.Contains("App.A'¦ # Do this .B", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Schema_is_the_one_that_the_documentation_names()
    {
        string page = File.ReadAllText(Architecture.Repository.PathOf("docs", "reports.md"));
        JsonElement report = Json(s_small);

        Assert.Equal("pprof-report/1", report.GetProperty("schema").GetString());
        Assert.All(Names(report).Distinct(), name => Assert.Contains($"`{name}`", page, StringComparison.Ordinal));
    }

    [Fact]
    public void Profile_without_samples_has_a_report() =>
        Assert.Contains("Total: **0**", Markdown(new ProfileMaker(new SampleType("cpu", "nanoseconds")).Data), StringComparison.Ordinal);

    private static IEnumerable<string> Names(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(property => Names(property.Value).Prepend(property.Name)),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(Names),
        _ => [],
    };

    private static JsonElement Json(ProfileData profile) => JsonDocument.Parse(JsonText(Report(profile), ProfileReportSize.Full)).RootElement;

    private static string Markdown(ProfileData profile) => Text(Report(profile), ProfileReportSize.Full);

    private static string Text(ProfileReport report, ProfileReportSize size)
    {
        using StringWriter text = new(CultureInfo.InvariantCulture);
        report.WriteMarkdown(text, size);
        return text.ToString();
    }

    private static string JsonText(ProfileReport report, ProfileReportSize size)
    {
        using StringWriter text = new(CultureInfo.InvariantCulture);
        report.WriteJson(text, size);
        return text.ToString();
    }

    private static ProfileReport Report(ProfileData profile)
    {
        using MemoryStream stream = new(GivenProfiles.Write(profile));
        return ProfileReport.Read(stream);
    }

    private static ProfileReport Difference(ProfileData profile, ProfileData other)
    {
        using MemoryStream stream = new(GivenProfiles.Write(profile)), otherStream = new(GivenProfiles.Write(other));
        return ProfileReport.ReadDifference(stream, otherStream);
    }
}
