using Microsoft.Playwright;
using Xunit;

namespace Pprof.Browser.Tests;

/// <summary>The page over HTTP, with its policy as the header.</summary>
public sealed class PolicyTests(Chromium chromium)
{
    private const string Url = "http://profile.example/page";

    [Fact]
    public async Task Page_works_under_its_own_header()
    {
        (IPage page, List<string> complaints) = await OpenAsync(ProfilePage.ContentSecurityPolicy);

        Assert.Equal("4s cpu in 2s", await page.Locator("#total").InnerTextAsync());
        Assert.Empty(complaints);
        await page.Context.CloseAsync();
    }

    /// <summary>The policy must be one that forbids: a script of anybody else does not run, and nothing can be fetched.</summary>
    [Fact]
    public async Task Script_of_others_does_not_run_and_nothing_is_fetched()
    {
        (IPage page, _) = await OpenAsync(ProfilePage.ContentSecurityPolicy);

        bool ran = await page.EvaluateAsync<bool>(
            """
            () => {
                const script = document.createElement('script');
                script.textContent = 'window.ran = true';
                document.body.append(script);
                return window.ran === true;
            }
            """);
        bool fetched = await page.EvaluateAsync<bool>("() => fetch('/other').then(() => true, () => false)");

        Assert.False(ran);
        Assert.False(fetched);
        await page.Context.CloseAsync();
    }

    private async Task<(IPage, List<string>)> OpenAsync(string policy)
    {
        using MemoryStream html = new();
        ProfilePage.Write(html, Samples.Small.File);
        IPage page = await chromium.NewPageAsync(1000, 700, ColorScheme.Light);
        List<string> complaints = [];
        page.Console += (_, message) => complaints.Add(message.Text);
        page.PageError += (_, error) => complaints.Add(error);
        await page.RouteAsync("**/*", route => route.FulfillAsync(new()
        {
            Status = 200,
            BodyBytes = html.ToArray(),
            ContentType = "text/html; charset=utf-8",
            Headers = new Dictionary<string, string> { ["Content-Security-Policy"] = policy },
        }));
        await page.GotoAsync(Url);
        await ProfileView.ReadyAsync(page);
        return (page, complaints);
    }
}
