using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Pprof.TestSupport;
using Xunit;

namespace Pprof.Browser.Tests;

public sealed partial class InspectTests(Chromium chromium)
{
    /// <summary>Stacks of twelve functions, up to thirteen deep: most recurse, directly and through others.</summary>
    [Fact]
    public async Task Callers_and_callees_are_those_of_go_tool_pprof_peek()
    {
        GoPprof.Require();
        byte[] profile = Samples.Random(seed: 5, "count", 100_000);
        await using ProfileView view = await ProfileView.OpenAsync(chromium, profile);
        string[] blocks = GoPprof.Run(profile, "-peek=.").Output.Split("----------------------------------------------------------+-------------");
        int compared = 0;
        foreach (string block in blocks)
        {
            if (Chosen().Match(block) is not { Success: true } chosen)
            {
                continue;
            }

            await view.Page.Locator("#top-rows .name", new() { HasTextRegex = new Regex($"^{chosen.Groups[1].Value}$") }).ClickAsync();
            await view.ExpectTextAsync("#inspect-name", chosen.Groups[1].Value);
            Assert.Equal(Edges(block[..chosen.Index]), await EdgesAsync(view, "callers"));
            Assert.Equal(Edges(block[(chosen.Index + chosen.Length)..]), await EdgesAsync(view, "callees"));
            compared++;
        }

        Assert.Equal(12, compared);
    }

    [Fact]
    public async Task Function_chosen_in_the_graph_shows_callers_callees_and_itself_in_the_table()
    {
        await using ProfileView view = await ProfileView.OpenAsync(chromium, Samples.Small.File);

        await view.ClickFrameAsync(0.2, 2);

        await view.ExpectTextAsync("#inspect-name", "App.Parse");
        await view.ExpectTextAsync(".place", "/src/App.cs:3");
        await view.ExpectTextAsync(".figures", "Flat500ms 12.50%Cum2s 50.00%");
        Assert.Equal(["2s 100% App.Main"], await EdgesAsync(view, "callers"));
        Assert.Equal(["1.50s 75.00% System.IO.Read"], await EdgesAsync(view, "callees"));
        await view.ExpectTextAsync("#top tr[aria-current=true] .name", "App.Parse");
    }

    [Fact]
    public async Task Click_on_a_caller_goes_to_it()
    {
        await using ProfileView view = await ProfileView.OpenAsync(chromium, Samples.Small.File);

        await view.ClickFrameAsync(0.2, 3);
        await view.Page.Locator(".edges").GetByRole(AriaRole.Button, new() { Name = "App.Parse" }).ClickAsync();

        await view.ExpectTextAsync("#inspect-name", "App.Parse");
    }

    /// <summary>As "value percent function", largest first; equal ones by name.</summary>
    private static IEnumerable<string> Edges(string text) => Edge().Matches(text)
        .Select(match => (Value: long.Parse(match.Groups[1].Value), Percent: match.Groups[2].Value, Name: match.Groups[3].Value))
        .OrderByDescending(edge => edge.Value).ThenBy(edge => edge.Name, StringComparer.Ordinal)
        .Select(edge => $"{edge.Value} {edge.Percent} {edge.Name}");

    private static async Task<string[]> EdgesAsync(ProfileView view, string which) => await view.Page.EvaluateAsync<string[]>(
        "which => [...document.querySelectorAll(`table[aria-labelledby=inspect-${which}] tr`)].map(row => [...row.cells].map(cell => cell.textContent.replaceAll(',', '')).join(' '))", which);

    // The line of the function itself has its own figures before the bar.
    [GeneratedRegex(@"^ *\S+ +\S+% +\S+% +\S+ +\S+% +\| +(App\.\S+)$", RegexOptions.Multiline)]
    private static partial Regex Chosen();

    [GeneratedRegex(@"^ +(\d+) +(\S+%) \| +(App\.\S+)$", RegexOptions.Multiline)]
    private static partial Regex Edge();
}
