using Microsoft.Playwright;
using PageBench;
using Xunit;

namespace Pprof.Browser.Tests;

/// <summary>A hundred thousand frames. How fast: bench/Page measures it; here it must work, and draw only what is in sight.</summary>
public sealed class LargeProfileTests(Chromium chromium)
{
    private const int Frames = 100_000;

    [Fact]
    public async Task Profile_of_a_hundred_thousand_frames_is_shown_and_answers()
    {
        await using ProfileView view = await ProfileView.OpenAsync(chromium, Write());

        await view.ExpectTextAsync("#top-count", "5,000 functions");
        Assert.Equal(1, await view.Page.EvaluateAsync<int>("() => performance.getEntriesByName('pprof:render').length"));
        Assert.InRange((await view.RowsAsync()).Count, 5, 100);

        await view.Search.FillAsync("Operation42\\b");
        await view.ExpectTextAsync("#top-count", "1 of 5,000 functions");
        await view.Search.FillAsync("");
        await view.ClickFrameAsync(0.01, 5);
        await Assertions.Expect(view.Page.Locator("#zoomed")).ToBeVisibleAsync(new() { Timeout = Chromium.Patience });
        await view.ChooseTypeAsync("samples");
        await Assertions.Expect(view.Page.Locator("#inspect-name")).ToContainTextAsync("Operation", new() { Timeout = Chromium.Patience });
        await view.Page.GetByRole(AriaRole.Button, new() { Name = "Own code" }).ClickAsync();
        await view.ExpectTextAsync("#top-count", "3,334 functions");
    }

    [Fact]
    public async Task Rows_of_the_table_follow_the_scroll_bar()
    {
        await using ProfileView view = await ProfileView.OpenAsync(chromium, Write());
        string first = (await view.RowsAsync())[0][4];

        await view.Page.Locator("#top-scroll").FocusAsync();
        await view.Page.Keyboard.PressAsync("End");

        await view.ExpectTextAsync("#top tr[aria-current=true] td:nth-child(1)", "0");
        Assert.DoesNotContain(await view.RowsAsync(), row => row[4] == first);
    }

    private static byte[] Write()
    {
        using MemoryStream file = new();
        LargeProfile.Of(Frames).WriteTo(file);
        return file.ToArray();
    }
}
