using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Pprof.AspNetCore.IndexPage;
using Xunit;

namespace Pprof.AspNetCore.Tests;

public sealed partial class IndexTests(SiteFixture fixture) : IClassFixture<SiteFixture>
{
    private static readonly Profile s_hostile = Profile.Create("index/<script>alert(1)</script>&\"' é");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_profile_is_there_with_its_count_and_its_forms()
    {
        Profile own = Profile.Create("index.own");
        own.Add("one");
        own.Add("two");
        Assert.Same(s_hostile, Profile.Lookup(s_hostile.Name));
        string[] names = [.. Profile.All.Select(profile => profile.Name)];
        string page = await ReadAsync();

        Assert.Contains("Types of profiles available:", page, StringComparison.Ordinal);
        HashSet<string> shown = [.. NameOnPage().Matches(page).Select(match => WebUtility.HtmlDecode(match.Groups[1].Value))];
        Assert.All(names, name => Assert.Contains(name, shown));
        Assert.Contains("<td class=\"count\">2</td><th scope=\"row\">index.own</th>", page, StringComparison.Ordinal);
        Assert.Contains("href=\"./goroutine?debug=2\"", page, StringComparison.Ordinal);
        Assert.Contains("href=\"./goroutine?seconds=10&amp;view=flame\"", page, StringComparison.Ordinal);
        Assert.DoesNotContain("href=\"./index.own?seconds", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Recording_that_is_off_is_said_to_be()
    {
        const string Note = "Off: Profiling.Enable(ProfileKinds.ThreadCreate)";
        Assert.Contains(Note, await ReadAsync(), StringComparison.Ordinal);
        Profiling.Enable(ProfileKinds.ThreadCreate);
        try
        {
            Assert.DoesNotContain(Note, await ReadAsync(), StringComparison.Ordinal);
        }
        finally
        {
            Profiling.Disable(ProfileKinds.ThreadCreate);
        }
    }

    [Fact]
    public async Task Links_lead_to_what_they_say()
    {
        s_hostile.Add("one");
        string[] links = [.. Href().Matches(await ReadAsync()).Select(match => WebUtility.HtmlDecode(match.Groups[1].Value))];

        Assert.Contains(links, link => link.StartsWith("./index/%3Cscript", StringComparison.Ordinal));
        Assert.All(links, link => Assert.DoesNotContain(':', link));
        foreach (string link in links.Where(link => !link.Contains("seconds=", StringComparison.Ordinal)))
        {
            using HttpResponseMessage response = await fixture.Site.GetAsync(link, Cancel);
            Assert.True(response.StatusCode == HttpStatusCode.OK, $"{link}: {response.StatusCode}");
        }

        s_hostile.Remove("one");
    }

    [Fact]
    public async Task Page_runs_no_script_asks_nobody_and_shows_names_as_text()
    {
        using HttpResponseMessage response = await fixture.Site.GetAsync("", Cancel);
        string page = await response.Content.ReadAsStringAsync(Cancel);
        string policy = response.Headers.GetValues("Content-Security-Policy").Single();

        Assert.StartsWith("default-src 'none'; style-src 'sha256-", policy, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("http", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("src=", page, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void Every_predefined_profile_has_a_description() =>
        Assert.Empty(Profile.All.Where(profile => profile.IsPredefined && !Descriptions.Has(profile.Name)).Select(profile => profile.Name));

    [Fact]
    public async Task Path_without_the_slash_leads_to_the_one_with_it()
    {
        using HttpResponseMessage response = await fixture.Site.Client.GetAsync("debug/pprof?a=b", Cancel);

        Assert.Equal(HttpStatusCode.MovedPermanently, response.StatusCode);
        Assert.Equal("pprof/?a=b", response.Headers.Location?.ToString());
        Assert.Equal(new Uri(fixture.Site.Root, "debug/pprof/?a=b"), new Uri(new Uri(fixture.Site.Root, "debug/pprof"), response.Headers.Location!));
    }

    [Theory]
    [InlineData("/x/y", "x/y/")]
    [InlineData("", "")]
    [InlineData("/", "")]
    public async Task Any_prefix_will_do(string prefix, string index)
    {
        await using Site site = await Site.StartAsync(prefix: prefix);
        string page = await site.Client.GetStringAsync(index, Cancel);
        using HttpResponseMessage profile = await site.Client.GetAsync(index + "goroutine", Cancel);

        Assert.Contains("Types of profiles available:", page, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, profile.StatusCode);
    }

    [Fact]
    public async Task Application_below_a_base_path_has_it_there()
    {
        await using Site site = await Site.StartAsync(use: app =>
        {
            app.UsePathBase("/base");
            app.UseRouting();
        });

        Assert.Contains("Types of profiles available:", await site.Client.GetStringAsync("base/debug/pprof/", Cancel), StringComparison.Ordinal);
    }

    private async Task<string> ReadAsync() => await fixture.Site.Client.GetStringAsync("debug/pprof/", Cancel);

    [GeneratedRegex("<th scope=\"row\">([^<]*)</th>")]
    private static partial Regex NameOnPage();

    [GeneratedRegex("href=\"([^\"]*)\"")]
    private static partial Regex Href();
}
