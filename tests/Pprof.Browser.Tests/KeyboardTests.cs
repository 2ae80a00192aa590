using Microsoft.Playwright;
using Xunit;

namespace Pprof.Browser.Tests;

public sealed class KeyboardTests(Chromium chromium)
{
    [Fact]
    public async Task Arrow_keys_walk_the_graph_and_enter_zooms()
    {
        await using ProfileView view = await ProfileView.OpenAsync(chromium, Samples.Small.File);
        await view.Canvas.FocusAsync();
        await view.ExpectTextAsync("#flame-live", "all samples: 4s, 100%; self 0");

        await PressAsync(view, "ArrowDown", "App.Main: 4s, 100%; self 1s");
        await PressAsync(view, "ArrowDown", "App.Parse: 2s, 50.00%; self 500ms");
        await PressAsync(view, "ArrowRight", "App.Hash: 1s, 25.00%; self 1s");
        await PressAsync(view, "ArrowRight", "App.Hash: 1s, 25.00%; self 1s");
        await PressAsync(view, "ArrowDown", "App.Hash: 1s, 25.00%; self 1s");
        await PressAsync(view, "ArrowLeft", "App.Parse: 2s, 50.00%; self 500ms");
        await PressAsync(view, "Enter", "App.Parse: 2s, 50.00%; self 500ms");

        await view.ExpectTextAsync("#zoomed-name", "Zoomed into App.Parse: 2s, 50.00%; self 500ms");
        await view.ExpectTextAsync("#inspect-name", "App.Parse");
        await PressAsync(view, "ArrowUp", "App.Main: 4s, 100%; self 1s");
        await PressAsync(view, "Home", "all samples: 4s, 100%; self 0");
        await view.Page.Keyboard.PressAsync("Escape");
        await view.ExpectHiddenAsync("#zoomed");
    }

    // Alt and left is the browser's way back, control and an arrow the reader's of the screen.
    [Theory]
    [InlineData("Alt+ArrowDown")]
    [InlineData("Control+ArrowDown")]
    [InlineData("Meta+ArrowDown")]
    public async Task Keys_with_modifiers_are_left_to_the_browser(string key)
    {
        await using ProfileView view = await ProfileView.OpenAsync(chromium, Samples.Small.File);
        await view.Canvas.FocusAsync();
        await PressAsync(view, "ArrowDown", "App.Main: 4s, 100%; self 1s");

        await PressAsync(view, key, "App.Main: 4s, 100%; self 1s");
        await PressAsync(view, "ArrowDown", "App.Parse: 2s, 50.00%; self 500ms");
    }

    [Fact]
    public async Task Arrow_keys_change_the_sample_type()
    {
        await using ProfileView view = await ProfileView.OpenAsync(chromium, Samples.Small.File);

        await view.Page.GetByRole(AriaRole.Radio, new() { Name = "cpu" }).FocusAsync();
        await view.Page.Keyboard.PressAsync("ArrowLeft");

        await view.ExpectTextAsync("#total", "400 samples in 2s");
        Assert.Equal("samples", await view.Page.EvaluateAsync<string>("() => document.activeElement.textContent"));
    }

    /// <summary>By the tab key alone, from the top of the page.</summary>
    [Fact]
    public async Task Every_part_is_reached_by_the_tab_key_and_has_a_name()
    {
        await using ProfileView view = await ProfileView.OpenAsync(chromium, Samples.Small.File);
        List<string> reached = [];
        for (int i = 0; i < 19; i++)
        {
            await view.Page.Keyboard.PressAsync("Tab");
            reached.Add(await view.Page.EvaluateAsync<string>("() => document.activeElement.id || document.activeElement.dataset.sort || document.activeElement.tagName + ' ' + document.activeElement.textContent"));
        }

        Assert.Equal(["BUTTON cpu", "search", "own", "save", "theme", "BUTTON Flame graph", "BUTTON Program 62.50%", "BUTTON Framework 37.50%", "BUTTON Runtime 0%", "flame", "top-scroll", "flat", "flat", "cum", "cum", "name", "SUMMARY About this profile: 2 comments"], reached.Take(17));
        string tree = await view.Page.Locator("body").AriaSnapshotAsync();
        Assert.Contains("searchbox \"Search functions\"", tree, StringComparison.Ordinal);
        Assert.Contains("application \"Flame graph of 4s cpu\"", tree, StringComparison.Ordinal);
        Assert.Contains("radio \"cpu\" [checked]", tree, StringComparison.Ordinal);
        Assert.Contains("button \"Own code\"", tree, StringComparison.Ordinal);
        Assert.Contains("button \"Switch between dark and light\"", tree, StringComparison.Ordinal);
    }

    private static async Task PressAsync(ProfileView view, string key, string sentence)
    {
        await view.Page.Keyboard.PressAsync(key);
        await view.ExpectTextAsync("#flame-live", sentence);
    }
}
