using System.Text.RegularExpressions;
using Microsoft.Playwright;
using PageBench;
using Pprof.Format;
using Pprof.TestSupport;
using Xunit;

namespace Pprof.Browser.Tests;

/// <summary>The button that leaves the program's own frames, as <c>go tool pprof -hide</c> does with a pattern for the rest.</summary>
public sealed partial class OwnCodeTests(Chromium chromium)
{
    // The viewer's pattern also looks at names of files and mappings, so it cannot say "no dot in it".
    private const string Foreign = @"^(System|Microsoft|Internal|Interop|Pprof)\b|^\[|^0x|^memcpy|^dynamicClass\b|^std::";

    private static readonly string[] s_names =
        ["App.A@1", "App.B@2", "App.C@3", "App.C@4", "System.IO.Read", "System.Threading.Wait", "Microsoft.AspNetCore.Run", "memcpy", "memcpy.constprop.0", "std::sort", "dynamicClass.lambda_method1", "[libc.so.6]"];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Figures_are_those_of_go_tool_pprof_without_the_hidden_frames(int seed)
    {
        GoPprof.Require();
        byte[] profile = Profile(seed);
        await using ProfileView view = await ProfileView.OpenAsync(chromium, profile);

        await PressAsync(view);

        string[] expected = [.. TopLine().Matches(GoPprof.Run(profile, "-top", $"-hide={Foreign}").Output).Select(match => $"{match.Groups[1].Value} {match.Groups[2].Value} {match.Groups[3].Value}")];
        Assert.Equal(3, expected.Length);
        Assert.Equal(expected.Order(), (await view.RowsAsync()).Select(row => $"{row[0]} {row[2]} {row[4]}".Replace(",", "", StringComparison.Ordinal)).Order());
    }

    [Fact]
    public async Task Time_of_what_is_hidden_counts_for_the_line_that_called_it()
    {
        byte[] profile = new ProfileMaker(new SampleType("cpu", "nanoseconds"))
            .Add("[libc.so.6];System.Threading.Start;App.Main@20;System.IO.Read;read", 1_000_000).Add("App.Main@21", 3_000_000).Add("[lost]", 4_000_000).File;
        await using ProfileView view = await ProfileView.OpenAsync(chromium, profile);

        await PressAsync(view);
        await view.ClickFrameAsync(0.2, 1);

        await view.ExpectTextAsync("#inspect-name", "App.Main");
        await view.ExpectTextAsync(".figures", "Flat4ms 50.00%Cum4ms 50.00%");
        await view.ExpectTextAsync("table[aria-labelledby=inspect-lines] tbody", "3ms3ms37.50%App.cs:211ms1ms12.50%App.cs:20");
        await view.ExpectTextAsync("#inspect .hint >> nth=0", "None of the program’s own.");
        await view.ExpectTextAsync("#notices span >> nth=0", "[lost] 50.00% was measured, but not where");
    }

    [Fact]
    public async Task Second_press_brings_everything_back_and_a_hidden_choice_is_given_up()
    {
        await using ProfileView view = await ProfileView.OpenAsync(chromium, Samples.Small.File);
        await view.ClickFrameAsync(0.2, 3);
        await view.ExpectTextAsync("#inspect-name", "System.IO.Read");

        await PressAsync(view);
        await view.ExpectTextAsync("#inspect-name", "Lines, callers and callees");
        await view.ExpectTextAsync("#top-count", "3 functions");
        await view.ExpectHiddenAsync("#zoomed");

        await PressAsync(view);
        await view.ExpectTextAsync("#top-count", "4 functions");
    }

    /// <summary>Of 5,000 functions, scrolled to the end, two are left.</summary>
    [Fact]
    public async Task Table_that_was_scrolled_down_shows_what_is_left()
    {
        ProfileMaker maker = new(new SampleType("cpu", "nanoseconds"));
        for (int i = 0; i < 5_000; i++)
        {
            maker.Add($"App.Main;System.F{i}", 1_000_000 + i);
        }

        await using ProfileView view = await ProfileView.OpenAsync(chromium, maker.Add("App.Main;App.Work", 1).File);
        await view.Page.Locator("#top-scroll").EvaluateAsync("one => one.scrollTop = one.scrollHeight");
        await view.ExpectTextAsync("#top-rows tr:not(.spacer) >> nth=-1", "00%5.01s100%App.Main");

        await PressAsync(view);

        Assert.Equal(["App.Main", "App.Work"], (await view.RowsAsync()).Select(row => row[4]));
    }

    [Fact]
    public async Task Tooltip_of_a_frame_that_is_hidden_goes_and_a_profile_of_foreign_frames_alone_says_so()
    {
        byte[] profile = new ProfileMaker(new SampleType("cpu", "nanoseconds")).Add("System.Run;System.Wait", 1_000_000).File;
        await using ProfileView view = await ProfileView.OpenAsync(chromium, profile);
        await view.Page.GetByRole(AriaRole.Button, new() { Name = "Own code" }).FocusAsync();
        await view.PointAtFrameAsync(0.5, 2);
        await view.ExpectTextAsync(".tooltip-name", "System.Wait");

        await view.Page.Keyboard.PressAsync("Space");

        await view.ExpectHiddenAsync("#tooltip");
        await view.ExpectTextAsync("#notices", "No frame is the program’s own.");
    }

    private static Task PressAsync(ProfileView view) => view.Page.GetByRole(AriaRole.Button, new() { Name = "Own code" }).ClickAsync();

    private static byte[] Profile(int seed)
    {
        Random random = new(seed);
        ProfileMaker maker = new(new SampleType("value", "count"));
        for (int i = 0; i < 200; i++)
        {
            // Each has a frame that stays: what has none is dropped by the viewer, and belongs to nobody on the page.
            IEnumerable<string> stack = Enumerable.Range(0, random.Next(1, 14)).Select(_ => s_names[random.Next(s_names.Length)]);
            maker.Add(string.Join(';', stack.Prepend("App.A@1")), random.Next(1, 10_000));
        }

        return maker.File;
    }

    // flat flat% sum% cum cum% function
    [GeneratedRegex(@"^ *(\S+) +\S+% +\S+% +(\S+) +\S+% +(App\.\S+)$", RegexOptions.Multiline)]
    private static partial Regex TopLine();
}
