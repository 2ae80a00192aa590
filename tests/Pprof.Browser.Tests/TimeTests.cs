using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using PageBench;
using Pprof.Format;
using Pprof.TestSupport;
using Xunit;

namespace Pprof.Browser.Tests;

/// <summary>Time in the page: a strip over the graph, a span of it alone, and two spans compared, beside what <c>go tool pprof</c> says of the same spans.</summary>
public sealed partial class TimeTests(Chromium chromium)
{
    private const long Width = 100_000_000;

    private static readonly Lazy<byte[]> s_recorded = new(Record);

    [Fact]
    public async Task Profile_without_windows_has_no_strip()
    {
        await using ProfileView view = await ProfileView.OpenAsync(chromium, Samples.Small.File);

        await view.ExpectHiddenAsync("#time");
    }

    [Fact]
    public async Task Span_that_is_dragged_over_is_shown_alone_with_the_figures_of_go_tool_pprof()
    {
        GoPprof.Require();
        byte[] profile = s_recorded.Value;
        await using ProfileView view = await ProfileView.OpenAsync(chromium, profile);
        long windows = await WindowsAsync(view);

        await DragAsync(view, windows, from: 2, to: 6);

        await view.ExpectTextAsync("#time-note", "Only 200ms to 700ms");
        await AssertTableAsync(view, profile, $"-tagfocus=window={2 * Width}ns:{6 * Width}ns", "-relative_percentages");
        await view.Page.GetByRole(AriaRole.Button, new() { Name = "All of the time" }).ClickAsync();
        await AssertTableAsync(view, profile);
    }

    [Fact]
    public async Task Two_spans_are_compared_with_the_figures_of_go_tool_pprof_diff_base()
    {
        GoPprof.Require();
        byte[] profile = s_recorded.Value;
        await using ProfileView view = await ProfileView.OpenAsync(chromium, profile);
        long windows = await WindowsAsync(view);
        int middle = (int)windows / 2;

        await DragAsync(view, windows, middle, (int)windows - 1);
        await view.Page.GetByRole(AriaRole.Button, new() { Name = "Compare with another span" }).ClickAsync();
        await view.ExpectTextAsync("#time-note", "Now choose the span to compare with");
        await DragAsync(view, windows, 0, middle - 1);

        using TemporaryFolder folder = new();
        string before = Span(folder, profile, "before.pb", 0, middle - 1), now = Span(folder, profile, "now.pb", middle, windows - 1);
        await AssertTableAsync(view, File.ReadAllBytes(now), $"-diff_base={before}");
    }

    [Fact]
    public async Task Span_is_part_of_the_link_and_can_be_moved_by_keys()
    {
        await using ProfileView view = await ProfileView.OpenAsync(chromium, Synthetic());
        await view.Page.Locator("#time-strip").FocusAsync();

        await view.Page.Keyboard.PressAsync("ArrowRight");
        await view.ExpectTextAsync("#time-note", "Only 0 to 100ms");
        await view.ExpectTextAsync("#total", "1s cpu in 2s");
        await view.Page.Keyboard.PressAsync("ArrowRight");
        await view.Page.Keyboard.PressAsync("Shift+ArrowRight");
        await view.ExpectTextAsync("#time-note", "Only 100ms to 300ms");
        await view.ExpectTextAsync("#total", "5s cpu in 2s");
        string link = await view.Page.EvaluateAsync<string>("() => location.hash");

        await view.LoadAsync(link);

        await view.ExpectTextAsync("#time-note", "Only 100ms to 300ms");
        await view.ExpectTextAsync("#total", "5s cpu in 2s");
    }

    /// <summary>Three windows of one, two and three seconds of CPU time.</summary>
    private static byte[] Synthetic()
    {
        ProfileMaker maker = new(new SampleType("cpu", "nanoseconds"));
        for (int window = 0; window < 3; window++)
        {
            maker.Add("App.Main;App.Parse", [Label.OfNumber("window", window * Width, "nanoseconds")], (window + 1) * 1_000_000_000L);
        }

        return maker.File;
    }

    private static byte[] Record()
    {
        MemoryStream file = new();
        using (CpuProfile.Start(file, new CpuProfileOptions { Frequency = 250, TimeWindows = TimeSpan.FromSeconds(0.1) }))
        {
            Until(First);
            Until(Second);
        }

        return file.ToArray();
    }

    private static void Until(Func<double> work)
    {
        TimeSpan end = Environment.CpuUsage.TotalTime + TimeSpan.FromSeconds(1);
        while (Environment.CpuUsage.TotalTime < end)
        {
            work();
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static double First()
    {
        double sum = 0;
        for (int i = 0; i < 10_000; i++)
        {
            sum += Math.Sqrt(i);
        }

        return sum;
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static double Second()
    {
        double sum = 1;
        for (int i = 0; i < 10_000; i++)
        {
            sum += Math.Sqrt(i + sum);
        }

        return sum;
    }

    /// <summary>How many windows the strip has room for.</summary>
    private static async Task<long> WindowsAsync(ProfileView view)
    {
        Match match = Regex.Match(await view.Page.Locator("#time-strip").GetAttributeAsync("data-windows") ?? "", @"^\d+$");
        Assert.True(match.Success);
        return long.Parse(match.Value, CultureInfo.InvariantCulture);
    }

    private static async Task DragAsync(ProfileView view, long windows, int from, int to)
    {
        LocatorBoundingBoxResult box = (await view.Page.Locator("#time-strip").BoundingBoxAsync())!;
        float X(int window) => box.X + (float)(box.Width * (window + 0.5) / windows);
        await view.Page.Mouse.MoveAsync(X(from), box.Y + (box.Height / 2));
        await view.Page.Mouse.DownAsync();
        await view.Page.Mouse.MoveAsync(X(to), box.Y + (box.Height / 2));
        await view.Page.Mouse.UpAsync();
    }

    private static string Span(TemporaryFolder folder, byte[] profile, string name, long first, long last)
    {
        string file = folder.PathOf(name);
        GoPprof.Run(profile, "-proto", $"-tagfocus=window={first * Width}ns:{last * Width}ns", $"-output={file}");
        return file;
    }

    /// <summary>Samples, which have no unit, of the functions in sight: flat, flat%, cum, cum%.</summary>
    private static async Task AssertTableAsync(ProfileView view, byte[] profile, params string[] choice)
    {
        await view.ChooseTypeAsync("samples");
        Dictionary<string, string[]> rows = (await view.RowsAsync()).ToDictionary(row => Badge().Replace(row[4], ""), row => row[..4]);
        string top = GoPprof.Run(profile, ["-top", "-sample_index=samples", "-nodefraction=0", "-nodecount=5000", .. choice]).Output;

        string[][] expected = [.. TopLine().Matches(top)
            .Select(match => match.Groups.Values.Skip(1).Select(group => group.Value.Trim()).ToArray())
            .Where(row => rows.ContainsKey(row[4]))];
        Assert.Contains(expected, row => row[4].EndsWith("TimeTests.First", StringComparison.Ordinal) || row[4].EndsWith("TimeTests.Second", StringComparison.Ordinal));
        Assert.True(expected.Length > 5, $"{expected.Length} rows");
        Assert.All(expected, row => Assert.Equal(row[..4], rows[row[4]].Select(cell => cell.Replace(",", "", StringComparison.Ordinal))));
    }

    // What the page adds to a name in a difference.
    [GeneratedRegex("(new|gone)$")]
    private static partial Regex Badge();

    [GeneratedRegex(@"^ *(\S+) +(\S+%) +\S+% +(\S+) +(\S+%) +(\S.*)$", RegexOptions.Multiline)]
    private static partial Regex TopLine();
}
