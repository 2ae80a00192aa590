using Microsoft.Playwright;
using PageBench;
using Xunit;

namespace Pprof.Browser.Tests;

public sealed class SearchTests(Chromium chromium)
{
    [Fact]
    public async Task Search_tells_what_matches_weigh_and_colors_them()
    {
        await using ProfileView view = await ProfileView.OpenAsync(chromium, Samples.Small.File);
        string hash = await view.ColorAsync(0.6, 2);

        await view.Search.FillAsync("parse");

        await view.ExpectTextAsync("#matched", "Matched 2s, 50.00%");
        await view.ExpectTextAsync("#top-count", "1 of 4 functions");
        string match = await view.ColorAsync(0.25, 2), other = await view.ColorAsync(0.6, 2);
        Assert.NotEqual(match, other);
        Assert.NotEqual(hash, other);

        await view.Search.PressAsync("Escape");

        await view.ExpectTextAsync("#matched", "");
        Assert.Equal(hash, await view.ColorAsync(0.6, 2));
    }

    /// <summary>Read is called by Parse, and both match: the sample weighs once.</summary>
    [Fact]
    public async Task Matches_within_matches_count_once()
    {
        await using ProfileView view = await ProfileView.OpenAsync(chromium, Samples.Small.File);

        await view.Search.FillAsync("parse|read");

        await view.ExpectTextAsync("#matched", "Matched 2s, 50.00%");
        await view.ExpectTextAsync("#top-count", "2 of 4 functions");
    }

    [Fact]
    public async Task Text_that_is_no_regular_expression_is_searched_as_it_is()
    {
        byte[] profile = new ProfileMaker(new Pprof.Format.SampleType("cpu", "nanoseconds")).Add("A.F(int", 3_000_000).Add("B.F", 1_000_000).File;
        await using ProfileView view = await ProfileView.OpenAsync(chromium, profile);

        await view.Search.FillAsync("F(");

        await view.ExpectTextAsync("#matched", "Matched 3ms, 75.00%");
    }

    [Fact]
    public async Task Search_goes_on_with_another_sample_type()
    {
        await using ProfileView view = await ProfileView.OpenAsync(chromium, Samples.Small.File);

        await view.Search.FillAsync("hash");
        await view.ChooseTypeAsync("samples");

        await view.ExpectTextAsync("#matched", "Matched 100, 25.00%");
    }

    [Fact]
    public async Task Slash_goes_to_the_search_from_anywhere()
    {
        await using ProfileView view = await ProfileView.OpenAsync(chromium, Samples.Small.File);

        await view.Page.Keyboard.PressAsync("/");
        await view.Page.Keyboard.TypeAsync("a/b");

        await Assertions.Expect(view.Search).ToHaveValueAsync("a/b", new() { Timeout = Chromium.Patience });
        await view.ExpectTextAsync("#matched", "Matched 0, 0%");
    }
}
