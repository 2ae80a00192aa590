using Microsoft.Playwright;
using PageBench;
using Pprof.Format;
using Xunit;

namespace Pprof.Browser.Tests;

/// <summary>Whose code is shown, and what is folded.</summary>
public sealed class LegendTests(Chromium chromium)
{
    private static readonly byte[] s_async = new ProfileMaker(new SampleType("cpu", "nanoseconds"))
        .Add("System.Threading.Thread.StartCallback;System.Threading.ThreadPoolWorkQueue.Dispatch;App.Run;System.Runtime.CompilerServices.AsyncMethodBuilderCore.Start<T>;App.Work", 6_000_000)
        .Add("System.Threading.Thread.StartCallback;System.Threading.ThreadPoolWorkQueue.Dispatch", 1_000_000)
        .Add("System.Threading.Thread.StartCallback;System.Threading.ThreadPoolWorkQueue.Dispatch;App.Run;System.Runtime.CompilerServices.AsyncMethodBuilderCore.Start<T>", 3_000_000).File;

    /// <summary>Between others they are left out; where they are the leaf they are one frame, so that nobody is charged for them.</summary>
    [Fact]
    public async Task Async_and_pool_frames_are_folded_and_nobody_elses_figures_change()
    {
        await using ProfileView view = await ProfileView.OpenAsync(chromium, s_async);
        Assert.Equal(
            ["6ms|6ms|App.Work", "4ms|4ms|[async and pool]", "0|9ms|App.Run"],
            (await view.RowsAsync()).Select(row => $"{row[0]}|{row[2]}|{row[4]}"));
        await view.PointAtFrameAsync(0.3, 2);
        await view.ExpectTextAsync(".tooltip-name", "App.Work");

        await view.Page.GetByRole(AriaRole.Button, new() { Name = "Async and pool frames" }).ClickAsync();

        Assert.Equal(
            ["6ms|6ms|App.Work", "3ms|9ms|System.Runtime.CompilerServices.AsyncMethodBuilderCore.Start<T>", "1ms|10ms|System.Threading.ThreadPoolWorkQueue.Dispatch",
                "0|10ms|System.Threading.Thread.StartCallback", "0|9ms|App.Run"],
            (await view.RowsAsync()).Select(row => $"{row[0]}|{row[2]}|{row[4]}"));
    }

    [Fact]
    public async Task Kind_of_code_is_hidden_and_shown_at_a_click_and_tells_its_share()
    {
        await using ProfileView view = await ProfileView.OpenAsync(chromium, Samples.Small.File);
        ILocator framework = view.Page.GetByRole(AriaRole.Button, new() { Name = "Framework 37.50%" });

        await framework.ClickAsync();

        Assert.Equal(["App.Hash 1s", "App.Main 1s", "App.Parse 2s"], (await view.RowsAsync()).Select(row => $"{row[4]} {row[0]}").Order());
        Assert.Equal("false", await framework.GetAttributeAsync("aria-pressed"));
        await framework.ClickAsync();
        await view.ExpectTextAsync("#top-count", "4 functions");
    }

    [Fact]
    public async Task Several_labels_are_joined_by_key_and_a_filter_can_be_turned_around()
    {
        byte[] profile = new ProfileMaker(new SampleType("cpu", "nanoseconds"))
            .Add("App.A", [Label.OfText("route", "/a"), Label.OfText("method", "GET")], 1_000_000)
            .Add("App.B", [Label.OfText("route", "/b"), Label.OfText("method", "GET")], 2_000_000)
            .Add("App.C", [Label.OfText("route", "/c"), Label.OfText("method", "PUT")], 4_000_000)
            .Add("App.D", 8_000_000).File;
        await using ProfileView view = await ProfileView.OpenAsync(chromium, profile);

        await SelectAsync(view, "route=/a");
        await view.ExpectTextAsync("#total", "1ms cpu with route=/a, 6.67% of 15ms in 2s");
        await SelectAsync(view, "route=/c");
        await view.ExpectTextAsync("#total", "5ms cpu with route=/a, route=/c, 33.33% of 15ms in 2s");
        await SelectAsync(view, "method=GET");
        await view.ExpectTextAsync("#total", "1ms cpu with route=/a, route=/c, method=GET, 6.67% of 15ms in 2s");

        await view.Page.GetByRole(AriaRole.Button, new() { Name = "method=GET", Exact = true }).ClickAsync();
        await view.ExpectTextAsync("#total", "4ms cpu with route=/a, route=/c, not method=GET, 26.67% of 15ms in 2s");
        await view.Page.GetByRole(AriaRole.Button, new() { Name = "Remove the filter route=/a" }).ClickAsync();
        await view.Page.GetByRole(AriaRole.Button, new() { Name = "Remove the filter route=/c" }).ClickAsync();
        await view.ExpectTextAsync("#total", "12ms cpu with not method=GET, 80.00% of 15ms in 2s");
        await view.Page.Locator("#tags").SelectOptionAsync("");
        await view.ExpectTextAsync("#total", "15ms cpu in 2s");
    }

    private static async Task SelectAsync(ProfileView view, string label) =>
        await view.Page.EvaluateAsync(
            """
            label => {
                const select = document.getElementById('tags');
                select.value = [...select.options].find(option => option.textContent.startsWith(label + ' ')).value;
                select.dispatchEvent(new Event('change'));
            }
            """, label);
}
