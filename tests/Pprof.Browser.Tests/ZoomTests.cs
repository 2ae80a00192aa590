using Microsoft.Playwright;
using Xunit;

namespace Pprof.Browser.Tests;

public sealed class ZoomTests(Chromium chromium)
{
    [Fact]
    public async Task Click_on_a_frame_makes_it_as_wide_as_the_graph_and_escape_goes_back()
    {
        await using ProfileView view = await ProfileView.OpenAsync(chromium, Samples.Small.File);
        string parse = await view.ColorAsync(0.25, 2);
        string hash = await view.ColorAsync(0.6, 2);
        string nothing = await view.ColorAsync(0.9, 2);

        await view.ClickFrameAsync(0.6, 2);

        await view.ExpectTextAsync("#zoomed-name", "Zoomed into App.Hash: 1s, 25.00%; self 1s");
        Assert.Equal([hash, hash, hash], [await view.ColorAsync(0.05, 2), await view.ColorAsync(0.5, 2), await view.ColorAsync(0.97, 2)]);

        await view.Page.Keyboard.PressAsync("Escape");

        await view.ExpectHiddenAsync("#zoomed");
        Assert.Equal([parse, hash, nothing], [await view.ColorAsync(0.25, 2), await view.ColorAsync(0.6, 2), await view.ColorAsync(0.9, 2)]);
    }

    /// <summary>Read, one row below, ends where the zoomed Hash begins.</summary>
    [Fact]
    public async Task Frames_beside_the_zoomed_one_are_gone()
    {
        await using ProfileView view = await ProfileView.OpenAsync(chromium, Samples.Small.File);

        await view.ClickFrameAsync(0.6, 2);

        Assert.Equal(await view.ColorAsync(0.5, 3), await view.ColorAsync(0, 3));
    }

    /// <summary>All other tests ask for less motion, as a user may.</summary>
    [Fact]
    public async Task Zoom_in_motion_ends_in_the_same_picture_also_when_the_sample_type_changes_meanwhile()
    {
        await using ProfileView view = await ProfileView.OpenAsync(chromium, Samples.Small.File, motion: ReducedMotion.NoPreference);
        string hash = await view.ColorAsync(0.6, 2), nothing = await view.ColorAsync(0.9, 2);

        await view.ClickFrameAsync(0.6, 2);
        await view.ExpectColorAsync(hash, 0.02, 2);
        await view.ExpectColorAsync(hash, 0.98, 2);

        await view.Page.EvaluateAsync("() => { document.getElementById('reset').click(); document.querySelector('#types button').click(); }");
        await view.ExpectColorAsync(hash, 0.6, 2);
        await view.ExpectColorAsync(nothing, 0.9, 2);
    }

    [Fact]
    public async Task Button_resets_the_zoom()
    {
        await using ProfileView view = await ProfileView.OpenAsync(chromium, Samples.Small.File);

        await view.ClickFrameAsync(0.2, 3);
        await view.ExpectTextAsync("#zoomed-name", "Zoomed into System.IO.Read: 1.50s, 37.50%; self 1.50s");
        await view.Page.GetByRole(AriaRole.Button, new() { Name = "Reset zoom" }).ClickAsync();

        await view.ExpectHiddenAsync("#zoomed");
    }

    [Fact]
    public async Task Click_on_a_caller_of_the_zoomed_frame_zooms_out_to_it()
    {
        await using ProfileView view = await ProfileView.OpenAsync(chromium, Samples.Small.File);

        await view.ClickFrameAsync(0.2, 3);
        await view.ClickFrameAsync(0.9, 2);

        await view.ExpectTextAsync("#zoomed-name", "Zoomed into App.Parse: 2s, 50.00%; self 500ms");
    }

    [Fact]
    public async Task Zoom_stays_when_the_sample_type_changes()
    {
        await using ProfileView view = await ProfileView.OpenAsync(chromium, Samples.Small.File);

        await view.ClickFrameAsync(0.6, 2);
        await view.ChooseTypeAsync("samples");

        await view.ExpectTextAsync("#zoomed-name", "Zoomed into App.Hash: 100, 25.00%; self 100");
    }
}
