using System.Text.RegularExpressions;
using Microsoft.Playwright;
using PageBench;
using Pprof.Format;
using Pprof.TestSupport;
using Xunit;

namespace Pprof.Browser.Tests;

/// <summary>The views beside the flame graph, and that each shows the figures that <c>go tool pprof</c> prints for the same question.</summary>
public sealed partial class ViewTests(Chromium chromium)
{
    [Fact]
    public async Task Inverted_graph_has_the_flat_values_of_go_tool_pprof_top_and_below_them_who_called()
    {
        GoPprof.Require();
        byte[] profile = Samples.Random(seed: 11, "count", 100_000);
        await using ProfileView view = await ProfileView.OpenAsync(chromium, profile);

        await ChooseViewAsync(view, "Inverted");

        string[] expected = [.. TopLine().Matches(GoPprof.Run(profile, "-top", "-nodefraction=0", "-nodecount=1000").Output)
            .Where(match => match.Groups[1].Value != "0").Select(match => $"{match.Groups[3].Value} {match.Groups[1].Value}")];
        Assert.Equal(expected.Order(), (await RowAsync(view, "Home", "ArrowDown")).Order());
        string[] callers = await RowAsync(view, "Home", "ArrowDown", "ArrowDown");
        Assert.All(callers, caller => Assert.StartsWith("App.", caller, StringComparison.Ordinal));
    }

    /// <summary>Stacks without recursion, where a pair of caller and callee and the outermost call are the same.</summary>
    [Fact]
    public async Task Sandwich_has_the_callers_above_and_the_callees_below_as_go_tool_pprof_peek_prints_them()
    {
        GoPprof.Require();
        byte[] profile = Straight(seed: 12);
        await using ProfileView view = await ProfileView.OpenAsync(chromium, profile);
        await view.Page.Locator("#top-rows .name", new() { HasTextRegex = new Regex("^App.FE$") }).ClickAsync();

        await ChooseViewAsync(view, "Sandwich");

        string output = GoPprof.Run(profile, "-peek=^App.FE$").Output;
        Match chosen = Chosen().Match(output);
        Assert.Equal(Edges(output[..chosen.Index]), (await RowAsync(view, "Home", "ArrowUp")).Order());
        Assert.Equal(Edges(output[chosen.Index..]), (await RowAsync(view, "Home", "ArrowDown")).Order());
        Assert.Equal(chosen.Groups[1].Value, (await RowAsync(view, "Home"))[0].Split(' ')[1]);
    }

    [Fact]
    public async Task Sandwich_follows_the_chosen_function()
    {
        await using ProfileView view = await ProfileView.OpenAsync(chromium, Samples.Small.File);
        await ChooseViewAsync(view, "Sandwich");
        await view.ExpectTextAsync("#inspect-name", "App.Main");

        await view.Page.Locator("#top-rows .name", new() { HasTextRegex = new Regex("^App.Parse$") }).ClickAsync();

        Assert.Equal(["App.Main 2s"], await RowAsync(view, "Home", "ArrowUp"));
        Assert.Equal(["System.IO.Read 1.50s"], await RowAsync(view, "Home", "ArrowDown"));
    }

    [Fact]
    public async Task Call_graph_has_the_nodes_and_edges_of_go_tool_pprof_dot()
    {
        GoPprof.Require();
        byte[] profile = Samples.Random(seed: 13, "count", 100_000);
        await using ProfileView view = await ProfileView.OpenAsync(chromium, profile);

        await ChooseViewAsync(view, "Call graph");

        string dot = GoPprof.Run(profile, "-dot", "-nodecount=1000", "-nodefraction=0", "-edgefraction=0.001").Output;
        Dictionary<string, string> names = DotNode().Matches(dot).ToDictionary(match => match.Groups[1].Value, match => $"App.{match.Groups[2].Value}");
        string[] expected = [.. DotEdge().Matches(dot).Select(match => $"{names[match.Groups[1].Value]} {names[match.Groups[2].Value]} {match.Groups[3].Value}")];
        Assert.Equal(12, names.Count);
        Assert.True(expected.Length > 50, $"only {expected.Length} edges");
        Assert.Equal(expected.Order(), (await EdgesAsync(view)).Order());
        Assert.Equal(12, await view.Page.Locator("#graph .node").CountAsync());
    }

    [Fact]
    public async Task Boxes_of_the_call_graph_do_not_overlap_and_choose_their_function()
    {
        await using ProfileView view = await ProfileView.OpenAsync(chromium, Samples.Random(seed: 14, "count", 100_000));
        await ChooseViewAsync(view, "Call graph");

        int overlaps = await view.Page.EvaluateAsync<int>(
            """
            () => {
                const boxes = [...document.querySelectorAll('#graph .node rect')].map(one => one.getBoundingClientRect());
                const meet = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
                return boxes.filter((a, i) => boxes.some((b, j) => j > i && meet(a, b))).length;
            }
            """);
        await view.Page.Locator("#graph .node[aria-label^='App.FC:']").PressAsync("Enter");

        Assert.Equal(0, overlaps);
        await view.ExpectTextAsync("#inspect-name", "App.FC");
    }

    /// <summary>The source with flat and cum beside each line, as pprof prints it for the same file.</summary>
    [Fact]
    public async Task Source_has_the_lines_and_figures_of_go_tool_pprof_list()
    {
        GoPprof.Require();
        using TemporaryFolder folder = new();
        string file = folder.PathOf("App.cs");
        File.WriteAllLines(file, Enumerable.Range(1, 60).Select(line => $"    source of line {line};"));
        byte[] profile = new ProfileMaker(new SampleType("value", "count"))
            .Add($"App.Main@40:{file};App.Work@5:{file};App.Leaf@50:{file}", 1000).Add($"App.Main@40:{file};App.Work@9:{file}", 300)
            .Add($"App.Main@41:{file};App.Work@5:{file};App.Work@7:{file};App.Work@5:{file}", 70).Add($"App.Main@42:{file}", 2).File;
        await using ProfileView view = await ProfileView.OpenAsync(chromium, profile, new ProfilePageOptions { ShowSources = true });
        foreach (string function in new[] { "App.Work", "App.Main", "App.Leaf" })
        {
            await view.Page.Locator("#top-rows .name", new() { HasTextRegex = new Regex($"^{function}$") }).ClickAsync();
            await ChooseViewAsync(view, "Source");

            string[] expected = [.. ListLine().Matches(GoPprof.Run(profile, $"-list=^{function}$").Output).Select(ListText).Where(line => line.Length > 0)];
            Assert.NotEmpty(expected);
            Assert.Equal(expected, await SourceAsync(view));
        }
    }

    [Fact]
    public async Task Source_that_is_not_in_the_page_is_said_to_be_missing_and_the_lines_have_their_figures()
    {
        await using ProfileView view = await ProfileView.OpenAsync(chromium, Samples.Small.File);

        await ChooseViewAsync(view, "Source");

        await view.ExpectTextAsync("#source .hint", "The source is not in the page: it was not found, or not asked for, where the page was written.");
        Assert.Equal(["1s 4s 7 "], await SourceAsync(view));
    }

    [Fact]
    public async Task Table_alone_has_all_the_room()
    {
        await using ProfileView view = await ProfileView.OpenAsync(chromium, Samples.Small.File);

        await view.Page.Keyboard.PressAsync("6");

        await view.ExpectHiddenAsync("#stage-flame");
        Assert.InRange(await view.Page.Locator("#top-scroll").EvaluateAsync<double>("one => one.clientHeight"), 500, 900);
    }

    private static Task ChooseViewAsync(ProfileView view, string name) => view.Page.GetByRole(AriaRole.Radio, new() { Name = name, Exact = true }).ClickAsync();

    /// <summary>Each box of the row that the keys lead to, as "function value".</summary>
    private static async Task<string[]> RowAsync(ProfileView view, params string[] way)
    {
        await view.Canvas.FocusAsync();
        foreach (string key in way)
        {
            await view.Page.Keyboard.PressAsync(key);
        }

        List<string> seen = [];
        for (string last = ""; ;)
        {
            string sentence = (await view.Page.Locator("#flame-live").InnerTextAsync()).Replace(",", "", StringComparison.Ordinal);
            if (sentence == last)
            {
                return [.. seen];
            }

            seen.Add(string.Join(' ', sentence.Split(' ').Take(2)).Replace(":", "", StringComparison.Ordinal));
            last = sentence;
            await view.Page.Keyboard.PressAsync("ArrowRight");
        }
    }

    private static async Task<string[]> EdgesAsync(ProfileView view) => await view.Page.EvaluateAsync<string[]>(
        """
        () => {
            const names = [...document.querySelectorAll('#graph .node title')].map(one => one.textContent);
            return [...document.querySelectorAll('#graph .edge')].map(one =>
                [...one.dataset.edge.split(' ').map(number => names[number]), one.querySelector('text').textContent.replaceAll(',', '')].join(' '));
        }
        """);

    private static async Task<string[]> SourceAsync(ProfileView view) => await view.Page.EvaluateAsync<string[]>(
        "() => [...document.querySelectorAll('#source tbody tr.warm')].map(row => [...row.cells].map(cell => cell.textContent.trim().replaceAll(',', '')).join(' '))");

    /// <summary>Stacks of twelve functions in which each stands once at most.</summary>
    private static byte[] Straight(int seed)
    {
        Random random = new(seed);
        ProfileMaker maker = new(new SampleType("value", "count"));
        for (int i = 0; i < 150; i++)
        {
            int[] functions = [.. Enumerable.Range(0, 12)];
            random.Shuffle(functions);
            maker.Add(string.Join(';', functions.Take(random.Next(1, 9)).Select(function => $"App.F{(char)('A' + function)}")), random.Next(1, 10_000));
        }

        return maker.File;
    }

    private static IEnumerable<string> Edges(string text) => Edge().Matches(text).Select(match => $"{match.Groups[2].Value} {match.Groups[1].Value}").Order();

    // A line without figures has dots in their place, and is left out.
    private static string ListText(Match line)
    {
        string[] figures = [.. new[] { line.Groups[1].Value, line.Groups[2].Value }.Select(value => value == "." ? "" : value)];
        return figures.All(value => value.Length == 0) ? "" : $"{figures[0]} {figures[1]} {line.Groups[3].Value} {line.Groups[4].Value.Trim()}";
    }

    [GeneratedRegex(@"^ *(\d+) +\S+% +\S+% +(\d+) +\S+% +(App\.\S+)$", RegexOptions.Multiline)]
    private static partial Regex TopLine();

    [GeneratedRegex(@"^ *\S+ +\S+% +\S+% +(\S+) +\S+% +\| +App\.\S+$", RegexOptions.Multiline)]
    private static partial Regex Chosen();

    [GeneratedRegex(@"^ +(\d+) +\S+% \| +(App\.\S+)$", RegexOptions.Multiline)]
    private static partial Regex Edge();

    [GeneratedRegex(@"^(N\d+) \[label=""App\\n(\w+)", RegexOptions.Multiline)]
    private static partial Regex DotNode();

    [GeneratedRegex(@"^(N\d+) -> (N\d+) \[label="" (\d+)", RegexOptions.Multiline)]
    private static partial Regex DotEdge();

    // flat cum line:text
    [GeneratedRegex(@"^ *(\d+|\.) +(\d+|\.) +(\d+):(.*)$", RegexOptions.Multiline)]
    private static partial Regex ListLine();
}
