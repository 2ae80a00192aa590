using System.Text.RegularExpressions;
using PageBench;
using Pprof.Format;
using Pprof.TestSupport;
using Xunit;

namespace Pprof.Browser.Tests;

public sealed partial class LabelTests(Chromium chromium)
{
    private static readonly byte[] s_profile = new ProfileMaker(new SampleType("cpu", "nanoseconds"))
        .Add("App.Main;App.Get", [Label.OfText("route", "/orders/{id}"), Label.OfText("method", "GET")], 3_000_000)
        .Add("App.Main;App.Post", [Label.OfText("route", "/orders"), Label.OfText("method", "POST")], 5_000_000)
        .Add("App.Main;App.Post", [Label.OfNumber("bytes", 2048)], 1_000_000)
        .Add("App.Main", 1_000_000)
        .File;

    [Fact]
    public async Task Label_shows_only_its_samples_and_percentages_of_all_as_tagfocus_does()
    {
        GoPprof.Require();
        await using ProfileView view = await ProfileView.OpenAsync(chromium, s_profile);

        await view.Page.Locator("#tags").SelectOptionAsync("route=/orders/{id} · 30.00%");

        await view.ExpectTextAsync("#total", "3ms cpu with route=/orders/{id}, 30.00% of 10ms in 2s");
        string expected = string.Join('\n', TopLine().Matches(GoPprof.Run(s_profile, "-top", "-tagfocus=route=^/orders/\\{id\\}$").Output)
            .Select(match => string.Join(' ', match.Groups.Values.Skip(1))).Order(StringComparer.Ordinal));
        string shown = string.Join('\n', (await view.RowsAsync()).Select(row => string.Join(' ', row)).Order(StringComparer.Ordinal));
        Assert.Equal("0 0% 3ms 30.00% App.Main\n3ms 30.00% 3ms 30.00% App.Get", expected);
        Assert.Equal(expected, shown);
    }

    [Fact]
    public async Task Labels_are_offered_by_key_the_heaviest_first_numbers_with_their_unit()
    {
        await using ProfileView view = await ProfileView.OpenAsync(chromium, s_profile);

        Assert.Equal(
            "All samples|route=/orders · 50.00%|route=/orders/{id} · 30.00%|method=POST · 50.00%|method=GET · 30.00%|bytes=2kB · 10.00%",
            await view.Page.EvaluateAsync<string>("() => [...document.getElementById('tags').options].map(option => option.textContent).join('|')"));
    }

    [Fact]
    public async Task All_samples_come_back()
    {
        await using ProfileView view = await ProfileView.OpenAsync(chromium, s_profile);

        await view.Page.Locator("#tags").SelectOptionAsync("method=GET · 30.00%");
        await view.ExpectTextAsync("#top-count", "2 functions");
        await view.Page.Locator("#tags").SelectOptionAsync("All samples");

        await view.ExpectTextAsync("#top-count", "3 functions");
        await view.ExpectTextAsync("#total", "10ms cpu in 2s");
    }

    [Fact]
    public async Task Profile_without_labels_offers_no_choice()
    {
        await using ProfileView view = await ProfileView.OpenAsync(chromium, Samples.Small.File);

        await view.ExpectHiddenAsync("#tags");
    }

    [GeneratedRegex(@"^ *(\S+) +(\S+%) +\S+% +(\S+) +(\S+%) +(App\.\S+)", RegexOptions.Multiline)]
    private static partial Regex TopLine();
}
