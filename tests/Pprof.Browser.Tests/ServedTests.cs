using Microsoft.Playwright;
using Pprof.AspNetCore.Tests;
using Xunit;

namespace Pprof.Browser.Tests;

/// <summary>The way of a person: the index of a running server, a link of it, the page behind it, under the headers that the server sends.</summary>
public sealed class ServedTests(Chromium chromium)
{
    private readonly List<string> _complaints = [];
    private readonly List<string> _requests = [];
    private readonly List<string> _policies = [];

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task Index_leads_to_the_flame_graph_of_a_profile(ColorScheme scheme)
    {
        await using Site site = await Site.StartAsync();
        IPage page = await OpenAsync(scheme, 1200);
        await page.GotoAsync($"{site.Root}debug/pprof/");
        Assert.Equal("/debug/pprof/", await page.Locator("h1").InnerTextAsync());
        Assert.Equal(scheme == ColorScheme.Dark, await Brightness.OfAsync(page) < 0.3);

        await RowOf(page, "goroutine").GetByRole(AriaRole.Link, new() { Name = "flame graph", Exact = true }).ClickAsync();

        await Assertions.Expect(page.Locator("#total")).ToContainTextAsync("goroutine", new() { Timeout = Chromium.Patience });
        await ProfileView.ReadyAsync(page);
        Assert.Equal(scheme == ColorScheme.Dark, await Brightness.OfAsync(page) < 0.3);
        Assert.NotEqual(0, await page.Locator("#top-rows tr:not(.spacer)").CountAsync());
        AssertQuiet(site);
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Link_to_the_next_seconds_opens_what_happened_in_them()
    {
        await using Site site = await Site.StartAsync();
        using Burner burner = new();
        IPage page = await OpenAsync(ColorScheme.Light, 1200);
        await page.GotoAsync($"{site.Root}debug/pprof/");

        await RowOf(page, "profile").GetByRole(AriaRole.Link, new() { Name = "flame graph, 5 s" }).ClickAsync();

        await Assertions.Expect(page.Locator("#total")).ToContainTextAsync("cpu in", new() { Timeout = Chromium.Patience });
        await Assertions.Expect(page.Locator("#top-rows")).ToContainTextAsync("Burner", new() { Timeout = Chromium.Patience });
        AssertQuiet(site);
        await page.Context.CloseAsync();
    }

    [Theory]
    [InlineData(320)]
    [InlineData(400)]
    [InlineData(700)]
    public async Task Index_fits_a_narrow_window(int width)
    {
        await using Site site = await Site.StartAsync();
        IPage page = await OpenAsync(ColorScheme.Light, width);
        await page.GotoAsync($"{site.Root}debug/pprof/");

        Assert.Equal(width, await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth"));

        // Of a line of text at least 30 letters.
        Assert.InRange(await page.EvaluateAsync<double>("() => Math.min(...[...document.querySelectorAll('td p')].map(one => one.clientWidth))"), 240, width);
        AssertQuiet(site);
        await page.Context.CloseAsync();
    }

    private async Task<IPage> OpenAsync(ColorScheme scheme, int width)
    {
        IPage page = await chromium.NewPageAsync(width, 900, scheme);
        page.Console += (_, message) => _complaints.Add($"{message.Type}: {message.Text}");
        page.PageError += (_, error) => _complaints.Add(error);
        page.Request += (_, request) => _requests.Add(request.Url);
        page.Response += (_, response) => _policies.Add(response.Headers.GetValueOrDefault("content-security-policy", ""));
        return page;
    }

    private static ILocator RowOf(IPage page, string profile) =>
        page.Locator("tr", new() { Has = page.GetByRole(AriaRole.Rowheader, new() { Name = profile, Exact = true }) });

    // Neither complained nor asked anybody else, and everything came under a policy that allows nothing by default.
    private void AssertQuiet(Site site)
    {
        Assert.Empty(_complaints);
        Assert.All(_requests, url => Assert.True(url.StartsWith(site.Root.ToString(), StringComparison.Ordinal) || url.StartsWith("data:,", StringComparison.Ordinal), url));
        Assert.NotEmpty(_policies);
        Assert.All(_policies, policy => Assert.StartsWith("default-src 'none'; ", policy, StringComparison.Ordinal));
    }
}
