using System.Text.RegularExpressions;
using Microsoft.Playwright;
using PageBench;
using Pprof.Format;
using Xunit;

namespace Pprof.Browser.Tests;

/// <summary>Whatever is shown stands in the page's link, and a page that was saved is a page.</summary>
public sealed class LinkTests(Chromium chromium)
{
    private static readonly byte[] s_profile = new ProfileMaker(new("samples", "count"), new("cpu", "nanoseconds"))
        .Add("App.Main;App.Get;System.IO.Read", [Label.OfText("route", "/orders/{id}")], 3, 3_000_000)
        .Add("App.Main;App.Post", [Label.OfText("route", "/orders")], 5, 5_000_000).Add("App.Main", 1, 1_000_000).File;

    [Fact]
    public async Task Link_brings_back_view_type_filters_function_search_and_what_is_hidden()
    {
        await using ProfileView view = await ProfileView.OpenAsync(chromium, s_profile);
        await view.ChooseTypeAsync("samples");
        await view.Page.Locator("#tags").SelectOptionAsync(new SelectOptionValue { Label = "route=/orders/{id} · 33.33%" });
        await view.Page.GetByRole(AriaRole.Button, new() { Name = "Own code" }).ClickAsync();
        await view.Page.Locator("#top-rows .name", new() { HasTextRegex = new Regex("^App.Get$") }).ClickAsync();
        await view.Search.FillAsync("get");
        await view.Page.GetByRole(AriaRole.Radio, new() { Name = "Sandwich" }).ClickAsync();
        string link = await view.Page.EvaluateAsync<string>("() => location.hash");

        await view.LoadAsync(link);

        await view.ExpectTextAsync("#total", "3 samples with route=/orders/{id}, 33.33% of 9 in 2s");
        await view.ExpectTextAsync("#inspect-name", "App.Get");
        await view.ExpectTextAsync("#matched", "Matched 3, 33.33%");
        Assert.Equal("true", await view.Page.GetByRole(AriaRole.Radio, new() { Name = "Sandwich" }).GetAttributeAsync("aria-checked"));
        Assert.Equal("true", await view.Page.GetByRole(AriaRole.Button, new() { Name = "Own code" }).GetAttributeAsync("aria-pressed"));
        Assert.Equal(link, await view.Page.EvaluateAsync<string>("() => location.hash"));
    }

    /// <summary>By names: the same link on the page of the next profile, in which everything has another number.</summary>
    [Fact]
    public async Task Zoom_is_found_again_also_in_the_page_of_another_profile()
    {
        await using ProfileView view = await ProfileView.OpenAsync(chromium, Samples.Small.File);
        await view.ClickFrameAsync(0.6, 2);
        string link = await view.Page.EvaluateAsync<string>("() => location.hash");
        byte[] other = new ProfileMaker(new("samples", "count"), new("cpu", "nanoseconds")).Add("Other.Run", 5, 5).Add("App.Main;App.Hash", 3, 3_000_000).File;
        await using ProfileView next = await ProfileView.OpenAsync(chromium, other);

        await next.LoadAsync(link);

        await next.ExpectTextAsync("#zoomed-name", "Zoomed into App.Hash: 3ms, 100%; self 3ms");
        await next.ExpectTextAsync("#inspect-name", "App.Hash");
    }

    [Theory]
    [InlineData("#view=nothing&type=none&f=None&zoom=1.2.3&label=a%3Db&hide=x&sort=y-z&span=9-1&q=%5B")]
    [InlineData("#view=sandwich&zoom=-zz.-1")]
    [InlineData("#%%%=&&&=")]
    public async Task Link_that_means_nothing_here_shows_the_profile(string link)
    {
        await using ProfileView view = await ProfileView.OpenAsync(chromium, s_profile);

        await view.LoadAsync(link);

        await view.ExpectTextAsync("#total", "9ms cpu in 2s");
    }

    [Fact]
    public async Task Saved_page_opens_like_the_first_one()
    {
        await using ProfileView view = await ProfileView.OpenAsync(chromium, s_profile);
        await view.ClickFrameAsync(0.2, 2);
        IDownload download = await view.Page.RunAndWaitForDownloadAsync(() => view.Page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync());
        byte[] saved = await File.ReadAllBytesAsync(await download.PathAsync(), TestContext.Current.CancellationToken);
        await using ProfileView again = await ProfileView.OpenAsync(chromium, s_profile);

        await again.ReplaceAsync(saved);

        Assert.Equal("Profile.html", download.SuggestedFilename);
        await again.ExpectTextAsync("#total", "9ms cpu in 2s");
        Assert.Equal(2, await again.Page.Locator("#types button").CountAsync());
        Assert.Equal(6, await again.Page.Locator("#views button").CountAsync());
        await again.ClickFrameAsync(0.2, 2);
        await again.ExpectTextAsync("#inspect-name", "App.Post");
    }

    [Fact]
    public async Task Link_to_the_recording_is_shown_by_a_page_that_is_served_and_not_by_a_file()
    {
        await using ProfileView view = await ProfileView.OpenAsync(chromium, s_profile, new ProfilePageOptions { DownloadAddress = "recordings/7" });

        await view.ExpectHiddenAsync("#download");
    }
}
