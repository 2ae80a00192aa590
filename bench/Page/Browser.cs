using System.Globalization;
using System.Text.Json;
using Microsoft.Playwright;

namespace PageBench;

/// <summary>The system's browser without a window, and the times that a page takes in it, in milliseconds.</summary>
internal sealed class Browser(IPlaywright playwright, IBrowser browser) : IAsyncDisposable
{
    private const float Patience = 120_000;

    public static async Task<Browser> StartAsync()
    {
        IPlaywright playwright = await Playwright.CreateAsync();
        IBrowser browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = "/usr/bin/chromium", Args = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"] });
        return new Browser(playwright, browser);
    }

    /// <summary>Opens the file in a new window and uses it like a person.</summary>
    public async Task<PageTimes> MeasureAsync(string file)
    {
        await using IBrowserContext context = await browser.NewContextAsync(new() { ViewportSize = new() { Width = 1400, Height = 900 }, ReducedMotion = ReducedMotion.Reduce });
        IPage page = await context.NewPageAsync();
        await page.GotoAsync(new Uri(file).AbsoluteUri);
        // The page unpacks its profile before it draws it.
        await page.WaitForFunctionAsync("() => document.documentElement.dataset.ready !== undefined");
        return new PageTimes(
            await page.EvaluateAsync<double>("() => { const render = performance.getEntriesByName('pprof:render')[0]; return render.startTime + render.duration; }"),
            await page.EvaluateAsync<double>("() => performance.getEntriesByName('pprof:render')[0].duration"),
            await UntilPaintedAsync(page, "const box = document.getElementById('search'); box.value = 'Operation4'; box.dispatchEvent(new Event('input'));"),
            await UntilPaintedAsync(page, "document.querySelector('#types button').click();"),
            await UntilPaintedAsync(page, "const box = document.getElementById('flame').getBoundingClientRect(); document.getElementById('flame').dispatchEvent(new MouseEvent('click', { clientX: box.left + 5, clientY: box.top + 70 }));"),
            await UntilPaintedAsync(page, "document.getElementById('own').click();"));
    }

    /// <summary>Opens the file in a new window: milliseconds to the first picture, of these in our script, and megabytes that the window's process took at most.</summary>
    public async Task<(double Shown, double Script, double Megabytes)> OpenAsync(string file)
    {
        await using IBrowserContext context = await browser.NewContextAsync(new() { ViewportSize = new() { Width = 1400, Height = 900 }, ReducedMotion = ReducedMotion.Reduce });
        IPage page = await context.NewPageAsync();
        await page.GotoAsync(new Uri(file).AbsoluteUri, new() { Timeout = Patience });
        await page.WaitForFunctionAsync("() => document.documentElement.dataset.ready !== undefined", null, new() { Timeout = Patience });
        double[] times = await page.EvaluateAsync<double[]>(
            "() => { const render = performance.getEntriesByName('pprof:render')[0]; return [render.startTime + render.duration, render.duration]; }");
        return (times[0], times[1], await LargestRendererAsync());
    }

    public async ValueTask DisposeAsync()
    {
        await browser.DisposeAsync();
        playwright.Dispose();
    }

    // Of the processes of this browser, not of others that run here.
    private async Task<double> LargestRendererAsync()
    {
        ICDPSession session = await browser.NewBrowserCDPSessionAsync();
        JsonElement answer = (await session.SendAsync("SystemInfo.getProcessInfo")).GetValueOrDefault();
        return answer.GetProperty("processInfo").EnumerateArray()
            .Where(process => process.GetProperty("type").GetString() == "renderer")
            .Max(process => File.ReadLines($"/proc/{process.GetProperty("id").GetInt32()}/status")
                .Where(line => line.StartsWith("VmHWM:", StringComparison.Ordinal))
                .Max(line => double.Parse(line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024));
    }

    // The second frame begins when the first, with what the action changed, has been painted.
    private static Task<double> UntilPaintedAsync(IPage page, string action) => page.EvaluateAsync<double>(
        $"() => new Promise(resolve => {{ const began = performance.now(); {action} requestAnimationFrame(() => requestAnimationFrame(() => resolve(performance.now() - began))); }})");
}
