using Pprof.TestSupport;
using Xunit;

namespace Pprof.AspNetCore.Tests;

/// <summary>The tool these paths exist for.</summary>
public sealed class ViewerTests(SiteFixture fixture) : IClassFixture<SiteFixture>
{
    // What it says of its own doings, whoever it asks.
    private static readonly string[] s_usual = ["Fetching profile over HTTP from ", "Saved profile in "];

    [Theory]
    [InlineData("profile?seconds=2")]
    [InlineData("goroutine?debug=1")]
    public void Viewer_reads_what_it_asks_for_over_the_network(string path)
    {
        GoPprof.Require();
        ToolResult result = GoPprof.RunOnFile($"{fixture.Site.Root}debug/pprof/{path}", "-top");

        Assert.All(result.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries), line => Assert.Contains(s_usual, usual => line.StartsWith(usual, StringComparison.Ordinal)));
        Assert.Equal(0, result.ExitCode);
        Assert.Contains("Showing nodes accounting for", result.Output, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Predefined.Names), MemberType = typeof(Predefined))]
    public void Viewer_reads_every_profile_and_its_delta(string name)
    {
        Viewer_reads_what_it_asks_for_over_the_network(name);
        Viewer_reads_what_it_asks_for_over_the_network($"{name}?seconds=1");
    }

    [Theory]
    [InlineData("goroutine")]
    [InlineData("heap")]
    public void Viewer_asks_for_the_names_of_a_text_where_it_fetched_it(string name)
    {
        GoPprof.Require();
        ToolResult result = GoPprof.RunOnFile($"{fixture.Site.Root}debug/pprof/{name}?debug=1", "-raw");

        Assert.Matches(@"M=1 [A-Z]\w+\.\w+", result.Output);
    }

    [Fact]
    public void Viewer_shows_its_user_why_it_is_refused()
    {
        GoPprof.Require();
        ToolResult result = GoPprof.RunOnFile($"{fixture.Site.Root}debug/pprof/unknown", "-top");

        Assert.NotEqual(0, result.ExitCode);
        Assert.Contains("Unknown profile", result.Error, StringComparison.Ordinal);
    }
}
