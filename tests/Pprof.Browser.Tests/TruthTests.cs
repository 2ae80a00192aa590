using PageBench;
using Pprof.Format;
using Xunit;

namespace Pprof.Browser.Tests;

/// <summary>What the page says about exact values, losses and unusual profiles.</summary>
public sealed class TruthTests(Chromium chromium)
{
    [Fact]
    public async Task Tooltip_shows_exact_figures_file_and_inlining()
    {
        byte[] profile = new ProfileMaker(new SampleType("cpu", "nanoseconds")).Add("App.Main;App.Outer+App.Inner", 1_234_567_891).Add("App.Main", 765_432_109).File;
        await using ProfileView view = await ProfileView.OpenAsync(chromium, profile);

        await view.PointAtFrameAsync(0.3, 3);
        await view.ExpectTextAsync(".tooltip-name", "App.Inner");
        await view.ExpectTextAsync(".tooltip-place", "/src/App.cs:7 · inlined");
        await view.ExpectTextAsync(".tooltip tr:nth-child(1)", "Total1.23s61.73%1,234,567,891 nanoseconds");
        await view.ExpectTextAsync(".tooltip tr:nth-child(2)", "Self1.23s61.73%1,234,567,891 nanoseconds");

        await view.PointAtFrameAsync(0.3, 1);
        await view.ExpectTextAsync(".tooltip tr:nth-child(2)", "Self765.43ms38.27%765,432,109 nanoseconds");

        await view.Page.Mouse.MoveAsync(2, 2);
        await view.ExpectHiddenAsync("#tooltip");
    }

    [Fact]
    public async Task Losses_are_told_above_the_graph()
    {
        byte[] profile = new ProfileMaker(new SampleType("samples", "count")).Add("App.Main", 90).Add("[lost]", 4).Add("[truncated];App.Main", 6).File;
        await using ProfileView view = await ProfileView.OpenAsync(chromium, profile);

        await view.ExpectTextAsync("#notices span >> nth=0", "[lost] 4.00% was measured, but not where");
        await view.ExpectTextAsync("#notices span >> nth=1", "[truncated] 6.00% has callers beyond the recorded depth");
    }

    [Fact]
    public async Task Profile_without_a_loss_has_no_notice()
    {
        await using ProfileView view = await ProfileView.OpenAsync(chromium, Samples.Small.File);

        await view.ExpectTextAsync("#notices", "");
    }

    [Fact]
    public async Task Comments_and_header_are_on_the_page()
    {
        await using ProfileView view = await ProfileView.OpenAsync(chromium, Samples.Small.File);

        await view.Page.Locator("#about summary").ClickAsync();

        await view.ExpectTextAsync(".comments li >> nth=0", "engine: timers");
        await view.ExpectTextAsync(".comments li >> nth=1", "rate: 100 Hz");
        Assert.Contains("4, 4 frames, 4 functions", await view.Page.Locator(".facts").InnerTextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Profile_without_samples_says_so()
    {
        await using ProfileView view = await ProfileView.OpenAsync(chromium, new ProfileMaker(new SampleType("cpu", "nanoseconds")).File);

        await view.ExpectTextAsync("#notices", "No sample has a value of this type.");
        await view.ExpectTextAsync("#total", "0 cpu in 2s");
        await view.ExpectTextAsync("#top-count", "0 functions");
        await view.ClickFrameAsync(0.5, 0);
    }

    /// <summary>A difference of two profiles: widths by size, figures with their sign, percentages of all that changed.</summary>
    [Fact]
    public async Task Negative_values_are_drawn_by_size_and_told_with_their_sign()
    {
        byte[] profile = new ProfileMaker(new SampleType("space", "bytes")).Add("App.Main;App.More", 3072).Add("App.Main;App.Less", -1024).File;
        await using ProfileView view = await ProfileView.OpenAsync(chromium, profile);

        await view.PointAtFrameAsync(0.9, 2);

        await view.ExpectTextAsync(".tooltip-name", "App.Less");
        await view.ExpectTextAsync(".tooltip tr:nth-child(1)", "Total-1kB25.00%-1,024 bytes");
        await view.ExpectTextAsync("#total", "2kB space in 2s");
        Assert.NotEqual(await view.ColorAsync(0.3, 2), await view.ColorAsync(0.9, 2));
    }

    [Fact]
    public async Task Hostile_names_are_shown_as_they_are()
    {
        const string Hostile = "</script><script>alert(1)</script><img src=x onerror=alert(2)><!--{{script}}";
        byte[] profile = new ProfileMaker(new SampleType("cpu", "nanoseconds")) { Comments = [Hostile] }
            .Add(Hostile, [Label.OfText(Hostile, Hostile)], 1_000_000).File;
        await using ProfileView view = await ProfileView.OpenAsync(chromium, profile, new ProfilePageOptions { Title = Hostile });

        await view.ClickFrameAsync(0.5, 1);
        await view.PointAtFrameAsync(0.4, 1);

        await view.ExpectTextAsync("h1", Hostile);
        await view.ExpectTextAsync(".tooltip-name", Hostile);
        await view.ExpectTextAsync("#inspect-name", Hostile);
        await view.ExpectTextAsync("#top-rows .name", Hostile);
        await view.Page.Locator("#about summary").ClickAsync();
        await view.ExpectTextAsync(".comments li", Hostile);
    }
}
