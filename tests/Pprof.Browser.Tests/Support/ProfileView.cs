using Microsoft.Playwright;
using Xunit;

namespace Pprof.Browser.Tests;

/// <summary>A profile's page, open in the browser from a file. Closing it fails the test when the browser complained or asked for anything else.</summary>
internal sealed class ProfileView : IAsyncDisposable
{
    private const int RowHeight = 21;

    private readonly string _file = Path.Combine(Path.GetTempPath(), $"profile-page-{Guid.NewGuid():N}.html");
    private readonly List<string> _complaints = [];
    private readonly List<string> _requests = [];

    private ProfileView(IPage page)
    {
        Page = page;
        page.Console += (_, message) => _complaints.Add($"{message.Type}: {message.Text}");
        page.PageError += (_, error) => _complaints.Add(error);
        page.Dialog += (_, dialog) => _complaints.Add("dialog: " + dialog.Message);
        page.Request += (_, request) => _requests.Add(request.Url);
    }

    public IPage Page { get; }

    public ILocator Canvas => Page.Locator("#flame");

    public ILocator Search => Page.GetByLabel("Search functions");

    public static async Task<ProfileView> OpenAsync(
        Chromium chromium, byte[] profile, ProfilePageOptions? options = null, int width = 1200, int height = 900, ColorScheme scheme = ColorScheme.Light,
        ReducedMotion motion = ReducedMotion.Reduce)
    {
        ProfileView view = new(await chromium.NewPageAsync(width, height, scheme, motion));
        using (FileStream html = File.Create(view._file))
        {
            ProfilePage.Write(html, profile, options);
        }

        await view.LoadAsync("");
        return view;
    }

    /// <summary>A page of what changed between two profiles.</summary>
    public static async Task<ProfileView> OpenDifferenceAsync(Chromium chromium, byte[] profile, byte[] other, ProfilePageOptions? options = null)
    {
        ProfileView view = new(await chromium.NewPageAsync(1200, 900, ColorScheme.Light));
        using (FileStream html = File.Create(view._file))
        {
            ProfilePage.WriteDifference(html, profile, other, options);
        }

        await view.LoadAsync("");
        return view;
    }

    /// <summary>Opens the page by a link to one of its views, in a new document.</summary>
    public async Task LoadAsync(string fragment)
    {
        await Page.GotoAsync("about:blank");
        await Page.GotoAsync(new Uri(_file).AbsoluteUri + fragment);
        await ReadyAsync(Page);
    }

    /// <summary>Opens another file in the place of this one.</summary>
    public async Task ReplaceAsync(byte[] html)
    {
        await File.WriteAllBytesAsync(_file, html);
        await LoadAsync("");
    }

    /// <summary>The page unpacks its profile before it draws it.</summary>
    public static Task ReadyAsync(IPage page) =>
        page.WaitForFunctionAsync("() => document.documentElement.dataset.ready !== undefined", null, new() { Timeout = Chromium.Patience });

    /// <summary>Waits until an element reads so.</summary>
    public Task ExpectTextAsync(string selector, string text) =>
        Assertions.Expect(Page.Locator(selector)).ToHaveTextAsync(text, new() { Timeout = Chromium.Patience });

    public Task ExpectHiddenAsync(string selector) =>
        Assertions.Expect(Page.Locator(selector)).ToBeHiddenAsync(new() { Timeout = Chromium.Patience });

    /// <summary>Clicks the graph at a share of its width, in the row of a depth: 0 is the row of all samples.</summary>
    public async Task ClickFrameAsync(double share, int depth) =>
        await Canvas.ClickAsync(new() { Position = await PointAsync(share, depth) });

    public async Task PointAtFrameAsync(double share, int depth) =>
        await Canvas.HoverAsync(new() { Position = await PointAsync(share, depth) });

    /// <summary>The color in the graph there, at the lower edge of the box, where no letter is; as red, green, blue.</summary>
    public async Task<string> ColorAsync(double share, int depth) => await Page.EvaluateAsync<string>(
        """
        ([share, row]) => new Promise(resolve => requestAnimationFrame(() => requestAnimationFrame(() => {
            const canvas = document.getElementById('flame');
            const ratio = canvas.width / canvas.clientWidth;
            const copy = new OffscreenCanvas(1, 1).getContext('2d');
            copy.drawImage(canvas, -Math.floor(canvas.width * share), -Math.floor(row * ratio));
            resolve([...copy.getImageData(0, 0, 1, 1).data].slice(0, 3).join(' '));
        })))
        """,
        new[] { share, ((depth + 1) * RowHeight) - 4 });

    /// <summary>Waits until the color there is that one.</summary>
    public async Task ExpectColorAsync(string color, double share, int depth)
    {
        long deadline = Environment.TickCount64 + (long)Chromium.Patience;
        string seen;
        while ((seen = await ColorAsync(share, depth)) != color)
        {
            Assert.True(Environment.TickCount64 < deadline, $"the color is {seen} and not {color}");
        }
    }

    /// <summary>The rows of the table that are in the document: flat, flat%, cum, cum%, function.</summary>
    public async Task<IReadOnlyList<string[]>> RowsAsync()
    {
        string[] rows = await Page.EvaluateAsync<string[]>(
            "() => [...document.querySelectorAll('#top-rows tr:not(.spacer)')].map(row => [...row.cells].map(cell => cell.textContent).join('\\t'))");
        return [.. rows.Select(row => row.Split('\t'))];
    }

    public Task ChooseTypeAsync(string type) => Page.GetByRole(AriaRole.Radio, new() { Name = type, Exact = true }).ClickAsync();

    public async ValueTask DisposeAsync()
    {
        await Page.Context.CloseAsync();
        File.Delete(_file);
        Assert.Empty(_complaints);
        Assert.All(_requests, url => Assert.True(url.Split('#')[0] == new Uri(_file).AbsoluteUri || url == "about:blank" || url.StartsWith("data:,", StringComparison.Ordinal), url));
    }

    private async Task<Position> PointAsync(double share, int depth)
    {
        LocatorBoundingBoxResult box = (await Canvas.BoundingBoxAsync())!;
        return new Position { X = (float)(box.Width * share), Y = (float)((depth + 0.5) * RowHeight) };
    }
}
