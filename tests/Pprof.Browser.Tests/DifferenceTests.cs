using System.Text.RegularExpressions;
using Microsoft.Playwright;
using PageBench;
using Pprof.Format;
using Pprof.TestSupport;
using Xunit;

namespace Pprof.Browser.Tests;

/// <summary>The page of what changed between two profiles, beside <c>go tool pprof -diff_base</c>.</summary>
public sealed partial class DifferenceTests(Chromium chromium)
{
    private static readonly byte[] s_before = new ProfileMaker(new SampleType("cpu", "nanoseconds"))
        .Add("App.Main;App.Parse", 4_000_000).Add("App.Main;App.Old", 2_000_000).Add("App.Main;App.Same", 2_000_000).File;

    private static readonly byte[] s_now = new ProfileMaker(new SampleType("cpu", "nanoseconds"))
        .Add("App.Main;App.Parse", 6_000_000).Add("App.Main;App.Fresh", 1_000_000).Add("App.Main;App.Same", 2_000_000).File;

    [Theory]
    [InlineData("nanoseconds", 1e9, false)]
    [InlineData("count", 1e6, false)]
    [InlineData("count", 1e6, true)]
    public async Task Table_reads_as_go_tool_pprof_prints_the_difference(string unit, double largest, bool isNormalized)
    {
        GoPprof.Require();
        byte[] before = Samples.Random(seed: 21, unit, (long)largest), now = Samples.Random(seed: 22, unit, (long)largest / 3);
        await using ProfileView view = await ProfileView.OpenDifferenceAsync(chromium, now, before, new ProfilePageOptions { Normalize = isNormalized });
        Dictionary<string, string[]> rows = (await view.RowsAsync()).ToDictionary(row => row[4], row => row[..4]);
        using TemporaryFolder folder = new();
        string other = folder.PathOf("before.pb.gz");
        File.WriteAllBytes(other, before);

        ToolResult top = GoPprof.Run(now, ["-top", "-nodefraction=0", "-nodecount=1000", $"-diff_base={other}", .. isNormalized ? ["-normalize"] : Array.Empty<string>()]);

        string[][] expected = [.. TopLine().Matches(top.Output).Select(match => match.Groups.Values.Skip(1).Select(group => group.Value).ToArray())];
        Assert.Equal(12, expected.Length);
        Assert.All(expected, row => Assert.Equal(row[..4], rows[row[4]].Select(cell => cell.Replace(",", "", StringComparison.Ordinal))));
    }

    [Fact]
    public async Task Boxes_are_as_wide_as_the_larger_value_and_coloured_by_the_change()
    {
        await using ProfileView view = await ProfileView.OpenDifferenceAsync(chromium, s_now, s_before);

        // Widths 6, 2, 2, 1 of 11: Parse, Old, Same, Fresh.
        await view.PointAtFrameAsync(0.3, 2);
        await view.ExpectTextAsync(".tooltip-name", "App.Parse");
        await view.ExpectTextAsync(".tooltip table", "Before4ms50.00%4,000,000 nanosecondsNow6ms75.00%6,000,000 nanosecondsChange2ms25.00%2,000,000 nanoseconds");
        await view.PointAtFrameAsync(0.99, 2);
        await view.ExpectTextAsync(".tooltip-name", "App.Fresh");
        await view.Page.Mouse.MoveAsync(2, 2);

        string[] colors = [await view.ColorAsync(0.3, 2), await view.ColorAsync(0.6, 2), await view.ColorAsync(0.8, 2), await view.ColorAsync(0.97, 2)];
        Assert.Equal(4, colors.Distinct().Count());
        Assert.True(Red(colors[0]) > 10 && Red(colors[3]) > Red(colors[0]) && Red(colors[1]) < -10 && Math.Abs(Red(colors[2])) < 10, string.Join("; ", colors));
        await view.ExpectTextAsync("#total", "+1ms cpu: 8ms before, 9ms now");
    }

    [Fact]
    public async Task New_and_gone_functions_are_marked_and_can_be_seen_alone()
    {
        await using ProfileView view = await ProfileView.OpenDifferenceAsync(chromium, s_now, s_before);
        Assert.Equal(["App.Oldgone", "App.Parse", "App.Freshnew", "App.Main"], (await view.RowsAsync()).Select(row => row[4]));

        await view.Page.Locator("#changes").SelectOptionAsync("gone");
        Assert.Equal(["App.Oldgone"], (await view.RowsAsync()).Select(row => row[4]));
        await view.Page.Locator("#changes").SelectOptionAsync("more");
        Assert.Equal(["App.Parse", "App.Main"], (await view.RowsAsync()).Select(row => row[4]));
        await view.ExpectTextAsync("#top-count", "2 of 4 functions");
    }

    [Fact]
    public async Task Button_makes_totals_equal_so_that_shares_can_be_compared()
    {
        byte[] twice = new ProfileMaker(new SampleType("cpu", "nanoseconds"))
            .Add("App.Main;App.Parse", 8_000_000).Add("App.Main;App.Old", 4_000_000).Add("App.Main;App.Same", 4_000_000).File;
        await using ProfileView view = await ProfileView.OpenDifferenceAsync(chromium, twice, s_before);
        await view.ExpectTextAsync("#total", "+8ms cpu: 8ms before, 16ms now");

        await view.Page.GetByRole(AriaRole.Button, new() { Name = "Equal totals" }).ClickAsync();

        await view.ExpectTextAsync("#total", "0 cpu: 8ms before, 8ms now (times 0.5 for equal totals)");
        Assert.Empty(await view.RowsAsync());
    }

    [Fact]
    public void Profiles_of_two_kinds_are_refused_with_what_they_are()
    {
        byte[] other = new ProfileMaker(new SampleType("space", "bytes")).Add("App.Main", 1).File;

        ArgumentException error = Assert.Throws<ArgumentException>(() => ProfilePage.WriteDifference(Stream.Null, s_now, other));

        Assert.StartsWith("A profile of cpu/nanoseconds cannot be compared with one of space/bytes.", error.Message, StringComparison.Ordinal);
    }

    // By how much there is more red than blue.
    private static int Red(string color) => int.Parse(color.Split(' ')[0], null) - int.Parse(color.Split(' ')[2], null);

    [GeneratedRegex(@"^ *(\S+) +(\S+%) +\S+% +(\S+) +(\S+%) +(App\.\S+)", RegexOptions.Multiline)]
    private static partial Regex TopLine();
}
