using Microsoft.Playwright;
using Pprof.TestSupport;
using Xunit;

namespace Pprof.Browser.Tests;

/// <summary>The system's browser, started once for all tests by the first that needs it.</summary>
public sealed class Chromium : IAsyncLifetime
{
    /// <summary>How long to wait for what must come, in milliseconds: far beyond what a busy machine needs.</summary>
    public const float Patience = 60_000;

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
    }

    /// <summary>A page of its own, with its own storage.</summary>
    public async Task<IPage> NewPageAsync(int width, int height, ColorScheme scheme, ReducedMotion motion = ReducedMotion.Reduce)
    {
        ExternalTool.Require("chromium", "apt-get install chromium");
        _playwright ??= await Playwright.CreateAsync();
        // As root, as in a container, the browser starts only without its sandbox. It shows nothing here but our own page.
        _browser ??= await _playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = "/usr/bin/chromium",
            Args = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"],
            Timeout = Patience,
        });
        IBrowserContext context = await _browser.NewContextAsync(new() { ViewportSize = new() { Width = width, Height = height }, ColorScheme = scheme, ReducedMotion = motion });
        context.SetDefaultTimeout(Patience);
        return await context.NewPageAsync();
    }
}
