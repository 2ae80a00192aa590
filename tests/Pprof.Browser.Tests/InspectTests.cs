using System.Text.RegularExpressions;
using Microsoft.Playwright;
using PageBench;
using Pprof.Format;
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

    /// <summary>The same stacks with four lines in each function: most lines recurse too.</summary>
    [Fact]
    public async Task Lines_are_those_of_go_tool_pprof_by_lines()
    {
        GoPprof.Require();
        byte[] profile = Samples.Random(seed: 6, "count", 100_000, lines: 4);
        await using ProfileView view = await ProfileView.OpenAsync(chromium, profile);
        ILookup<string, string> expected = LineRow().Matches(GoPprof.Run(profile, "-top", "-lines", "-nodecount=1000", "-nodefraction=0").Output)
            .Select(match => (Flat: long.Parse(match.Groups[1].Value), Cum: long.Parse(match.Groups[2].Value), Function: match.Groups[3].Value, Line: int.Parse(match.Groups[4].Value)))
            .OrderByDescending(row => row.Cum).ThenBy(row => row.Line)
            .ToLookup(row => row.Function, row => $"{(row.Flat == 0 ? "" : row.Flat)} {row.Cum} App.cs:{row.Line}");
        Assert.Equal((12, 48), (expected.Count, expected.Sum(function => function.Count())));
        foreach (IGrouping<string, string> function in expected)
        {
            await view.Page.Locator("#top-rows .name", new() { HasTextRegex = new Regex($"^{function.Key}$") }).ClickAsync();
            await view.ExpectTextAsync("#inspect-name", function.Key);
            Assert.Equal(function, await LinesAsync(view));
        }
    }

    [Fact]
    public async Task Lines_follow_the_sample_type_and_a_profile_without_lines_has_none()
    {
        byte[] profile = new ProfileMaker(new("samples", "count"), new("cpu", "nanoseconds"))
            .Add("App.Main@20;App.Work@5", 3, 1_000_000).Add("App.Main@20;App.Work@9", 1, 3_000_000).Add("App.Other@0", 1, 1_000_000).File;
        await using ProfileView view = await ProfileView.OpenAsync(chromium, profile);

        await view.Page.Locator("#top-rows .name", new() { HasTextRegex = new Regex("^App.Work$") }).ClickAsync();
        Assert.Equal(["3ms 3ms App.cs:9", "1ms 1ms App.cs:5"], await LinesAsync(view));
        await view.ChooseTypeAsync("samples");
        Assert.Equal(["3 3 App.cs:5", "1 1 App.cs:9"], await LinesAsync(view));

        await view.Page.Locator("#top-rows .name", new() { HasTextRegex = new Regex("^App.Other$") }).ClickAsync();
        await view.ExpectTextAsync("#inspect-name", "App.Other");
        Assert.Empty(await LinesAsync(view));
    }

    /// <summary>An async method's way to its state machine has its name and no file; overloads may lie in files of their own.</summary>
    [Fact]
    public async Task Lines_of_one_name_are_those_of_their_own_files()
    {
        byte[] profile = new ProfileMaker(new SampleType("cpu", "nanoseconds"))
            .Add("App.Run@0:;App.Run@22;App.Write@10:/src/Codec.Int.cs", 1_000_000).Add("App.Run@0:;App.Run@22;App.Write@10:/src/Codec.Text.cs", 5_000_000)
            .Add("App.Run@0:;App.Run@31", 2_000_000).Add("App.Run@0:;App.Run@0:", 500_000).File;
        await using ProfileView view = await ProfileView.OpenAsync(chromium, profile);

        await view.Page.Locator("#top-rows .name", new() { HasTextRegex = new Regex("^App.Write$") }).ClickAsync();
        Assert.Equal(["5ms 5ms Codec.Text.cs:10", "1ms 1ms Codec.Int.cs:10"], await LinesAsync(view));

        await view.Page.Locator("#top-rows .name", new() { HasTextRegex = new Regex("^App.Run$") }).ClickAsync();
        Assert.Equal(["500us 8.50ms unknown line", " 6ms App.cs:22", "2ms 2ms App.cs:31"], await LinesAsync(view));
        await view.ExpectTextAsync(".place", "/src/App.cs:3");

        await view.PointAtFrameAsync(0.2, 2);
        await view.ExpectTextAsync(".tooltip-place", "/src/App.cs:22");
        await view.PointAtFrameAsync(0.2, 3);
        await view.ExpectTextAsync(".tooltip-place", "/src/Codec.Text.cs:10");
    }

    /// <summary>One box for a function, whatever its lines; the tooltip tells the line where most of it was.</summary>
    [Fact]
    public async Task Frame_has_all_lines_of_its_function_and_tells_the_hottest()
    {
        byte[] profile = new ProfileMaker(new SampleType("cpu", "nanoseconds")).Add("App.Main@20;App.Work@5", 1_000_000).Add("App.Main@21;App.Work@9", 3_000_000).File;
        await using ProfileView view = await ProfileView.OpenAsync(chromium, profile);

        await view.PointAtFrameAsync(0.9, 2);

        await view.ExpectTextAsync(".tooltip-place", "/src/App.cs:9");
        await view.ExpectTextAsync(".tooltip tr:nth-child(1)", "Total4ms100%4,000,000 nanoseconds");
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

    private static async Task<string[]> LinesAsync(ProfileView view) => await view.Page.EvaluateAsync<string[]>(
        "() => [...document.querySelectorAll('table[aria-labelledby=inspect-lines] tbody tr')].map(row => [0, 1, 3].map(i => row.cells[i].textContent.replaceAll(',', '')).join(' '))");

    // flat flat% sum% cum cum% function file:line
    [GeneratedRegex(@"^ *(\d+) +\S+% +\S+% +(\d+) +\S+% +(App\.\S+) \S+:(\d+)$", RegexOptions.Multiline)]
    private static partial Regex LineRow();

    // The line of the function itself has its own figures before the bar.
    [GeneratedRegex(@"^ *\S+ +\S+% +\S+% +\S+ +\S+% +\| +(App\.\S+)$", RegexOptions.Multiline)]
    private static partial Regex Chosen();

    [GeneratedRegex(@"^ +(\d+) +(\S+%) \| +(App\.\S+)$", RegexOptions.Multiline)]
    private static partial Regex Edge();
}
