using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Pprof.TestSupport;
using Xunit;

namespace Pprof.Browser.Tests;

public sealed partial class TableTests(Chromium chromium)
{
    /// <summary>The same figures, in the same units, with the same digits.</summary>
    [Theory]
    [InlineData("nanoseconds", 1e11)]
    [InlineData("nanoseconds", 5e4)]
    [InlineData("bytes", 1e10)]
    [InlineData("bytes", 3e5)]
    [InlineData("microseconds", 1e8)]
    [InlineData("count", 1e6)]
    public async Task Table_reads_as_go_tool_pprof_prints_it(string unit, double largest)
    {
        GoPprof.Require();
        byte[] profile = Samples.Random(seed: unit.Length, unit, (long)largest);
        await using ProfileView view = await ProfileView.OpenAsync(chromium, profile);
        Dictionary<string, string[]> rows = (await view.RowsAsync()).ToDictionary(row => row[4], row => row[..4]);
        ToolResult top = GoPprof.Run(profile, "-top");

        string[][] expected = [.. TopLine().Matches(top.Output).Select(match => match.Groups.Values.Skip(1).Select(group => group.Value).ToArray())];

        Assert.Equal(12, expected.Length);
        Assert.All(expected, row => Assert.Equal(row[..4], rows[row[4]].Select(cell => cell.Replace(",", "", StringComparison.Ordinal))));
    }

    [Fact]
    public async Task Heads_of_columns_sort_and_turn_the_order_around()
    {
        await using ProfileView view = await ProfileView.OpenAsync(chromium, Samples.Small.File);
        Assert.Equal(["System.IO.Read", "App.Main", "App.Hash", "App.Parse"], await NamesAsync(view));

        await SortAsync(view, "Cum");
        Assert.Equal(["App.Main", "App.Parse", "System.IO.Read", "App.Hash"], await NamesAsync(view));
        Assert.Equal("descending", await view.Page.Locator("#top th:nth-child(4)").GetAttributeAsync("aria-sort"));

        await SortAsync(view, "Cum %");
        Assert.Equal(["App.Hash", "System.IO.Read", "App.Parse", "App.Main"], await NamesAsync(view));
        Assert.Equal("ascending", await view.Page.Locator("#top th:nth-child(4)").GetAttributeAsync("aria-sort"));

        await SortAsync(view, "Function");
        Assert.Equal(["App.Hash", "App.Main", "App.Parse", "System.IO.Read"], await NamesAsync(view));
        Assert.Equal("none", await view.Page.Locator("#top th:nth-child(4)").GetAttributeAsync("aria-sort"));
    }

    [Fact]
    public async Task Another_sample_type_shows_its_own_figures()
    {
        await using ProfileView view = await ProfileView.OpenAsync(chromium, Samples.Small.File);
        Assert.Equal(["1500ms", "37.50%", "1500ms", "37.50%", "System.IO.Read"], (await view.RowsAsync())[0]);
        await view.ExpectTextAsync("#total", "4s cpu in 2s");

        await view.ChooseTypeAsync("samples");

        await view.ExpectTextAsync("#total", "400 samples in 2s");
        Assert.Equal(["150", "37.50%", "150", "37.50%", "System.IO.Read"], (await view.RowsAsync())[0]);
    }

    [Fact]
    public async Task Page_begins_with_the_sample_type_that_was_asked_for()
    {
        await using ProfileView view = await ProfileView.OpenAsync(chromium, Samples.Small.File, new ProfilePageOptions { SampleType = "samples", Title = "Checkout <1>" });

        await view.ExpectTextAsync("#total", "400 samples in 2s");
        await view.ExpectTextAsync("h1", "Checkout <1>");
        Assert.Equal("Checkout <1>", await view.Page.TitleAsync());
    }

    [Fact]
    public async Task Arrow_keys_choose_rows()
    {
        await using ProfileView view = await ProfileView.OpenAsync(chromium, Samples.Small.File);

        await view.Page.Locator("#top-scroll").FocusAsync();
        await view.Page.Keyboard.PressAsync("ArrowDown");
        await view.ExpectTextAsync("#inspect-name", "System.IO.Read");
        await view.Page.Keyboard.PressAsync("End");
        await view.ExpectTextAsync("#inspect-name", "App.Parse");
        await view.Page.Keyboard.PressAsync("ArrowUp");
        await view.ExpectTextAsync("#inspect-name", "App.Hash");

        await view.ExpectTextAsync("#top tr[aria-current=true] .name", "App.Hash");
    }

    private static Task SortAsync(ProfileView view, string column) =>
        view.Page.GetByRole(AriaRole.Button, new() { Name = column, Exact = true }).ClickAsync();

    private static async Task<IEnumerable<string>> NamesAsync(ProfileView view) => (await view.RowsAsync()).Select(row => row[4]);

    // flat flat% sum% cum cum% name
    [GeneratedRegex(@"^ *(\S+) +(\S+%) +\S+% +(\S+) +(\S+%) +(App\.\S+)", RegexOptions.Multiline)]
    private static partial Regex TopLine();
}
