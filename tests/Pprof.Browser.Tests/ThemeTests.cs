using Microsoft.Playwright;
using Xunit;

namespace Pprof.Browser.Tests;

public sealed class ThemeTests(Chromium chromium)
{
    [Theory]
    [InlineData(ColorScheme.Light, 1200)]
    [InlineData(ColorScheme.Dark, 1200)]
    [InlineData(ColorScheme.Light, 400)]
    [InlineData(ColorScheme.Dark, 400)]
    public async Task Page_follows_the_system_and_fits_the_window(ColorScheme scheme, int width)
    {
        await using ProfileView view = await ProfileView.OpenAsync(chromium, Samples.Random(3, "nanoseconds", 1_000_000_000), width: width, scheme: scheme);

        Assert.Equal(scheme == ColorScheme.Dark, await Brightness.OfAsync(view.Page) < 0.3);
        Assert.Equal(scheme == ColorScheme.Dark, Brightness.Of(await view.ColorAsync(0.5, 0)) < 0.3);
        Assert.Equal(width, await view.Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth"));
        Assert.NotEmpty(await view.Page.ScreenshotAsync(new() { Path = Path.Combine(AppContext.BaseDirectory, $"page-{scheme}-{width}.png") }));
    }

    [Fact]
    public async Task Button_switches_and_the_choice_is_kept()
    {
        await using ProfileView view = await ProfileView.OpenAsync(chromium, Samples.Small.File);
        string light = await view.ColorAsync(0.3, 2);

        await view.Page.GetByRole(AriaRole.Button, new() { Name = "Switch between dark and light" }).ClickAsync();
        Assert.True(await Brightness.OfAsync(view.Page) < 0.3);
        string dark = await view.ColorAsync(0.3, 2);
        Assert.NotEqual(light, dark);

        await view.Page.ReloadAsync();
        await ProfileView.ReadyAsync(view.Page);
        Assert.True(await Brightness.OfAsync(view.Page) < 0.3);
        Assert.Equal(dark, await view.ColorAsync(0.3, 2));
    }
}
