using Microsoft.Playwright;
using PageBench;
using Pprof.Format;
using Xunit;
using Location = Pprof.Format.Location;

namespace Pprof.Browser.Tests;

/// <summary>Whose code is shown, and what is folded.</summary>
public sealed class LegendTests(Chromium chromium)
{
    private static readonly byte[] s_async = new ProfileMaker(new SampleType("cpu", "nanoseconds"))
        .Add("System.Threading.Thread.StartCallback;System.Threading.ThreadPoolWorkQueue.Dispatch;App.Run;System.Runtime.CompilerServices.AsyncMethodBuilderCore.Start<T>;App.Work", 6_000_000)
        .Add("System.Threading.Thread.StartCallback;System.Threading.ThreadPoolWorkQueue.Dispatch", 1_000_000)
        .Add("System.Threading.Thread.StartCallback;System.Threading.ThreadPoolWorkQueue.Dispatch;App.Run;System.Runtime.CompilerServices.AsyncMethodBuilderCore.Start<T>", 3_000_000).File;

    /// <summary>Between others they are left out; where they are the leaf they are one frame, so that nobody is charged for them.</summary>
    [Fact]
    public async Task Async_and_pool_frames_are_folded_and_nobody_elses_figures_change()
    {
        await using ProfileView view = await ProfileView.OpenAsync(chromium, s_async);
        Assert.Equal(
            ["6ms|6ms|App.Work", "4ms|4ms|[async and pool]", "0|9ms|App.Run"],
            (await view.RowsAsync()).Select(row => $"{row[0]}|{row[2]}|{row[4]}"));
        await view.PointAtFrameAsync(0.3, 2);
        await view.ExpectTextAsync(".tooltip-name", "App.Work");

        await view.Page.GetByRole(AriaRole.Button, new() { Name = "Async and pool frames" }).ClickAsync();

        Assert.Equal(
            ["6ms|6ms|App.Work", "3ms|9ms|System.Runtime.CompilerServices.AsyncMethodBuilderCore.Start<T>", "1ms|10ms|System.Threading.ThreadPoolWorkQueue.Dispatch",
                "0|10ms|System.Threading.Thread.StartCallback", "0|9ms|App.Run"],
            (await view.RowsAsync()).Select(row => $"{row[0]}|{row[2]}|{row[4]}"));
    }

    [Fact]
    public async Task Kind_of_code_is_hidden_and_shown_at_a_click_and_tells_its_share()
    {
        await using ProfileView view = await ProfileView.OpenAsync(chromium, Samples.Small.File);
        ILocator framework = view.Page.GetByRole(AriaRole.Button, new() { Name = "Framework 37.50%" });

        await framework.ClickAsync();

        Assert.Equal(["App.Hash 1s", "App.Main 1s", "App.Parse 2s"], (await view.RowsAsync()).Select(row => $"{row[4]} {row[0]}").Order());
        Assert.Equal("false", await framework.GetAttributeAsync("aria-pressed"));
        await framework.ClickAsync();
        await view.ExpectTextAsync("#top-count", "4 functions");
    }

    [Fact]
    public async Task Address_of_the_documentation_is_a_link()
    {
        await using ProfileView view = await ProfileView.OpenAsync(chromium, FourKinds());

        await view.Page.Locator("#about summary").ClickAsync();

        ILocator link = view.Page.GetByRole(AriaRole.Link, new() { Name = "https://wiki.example.org/pprof/cpu-profile.md" });
        await Assertions.Expect(link).ToHaveAttributeAsync("href", "https://wiki.example.org/pprof/cpu-profile.md", new() { Timeout = Chromium.Patience });
    }

    /// <summary>As this library writes it: the mapping says whose code it is, whatever the name.</summary>
    [Fact]
    public async Task Four_kinds_of_code_are_told_apart_by_the_mappings_of_the_profile()
    {
        await using ProfileView view = await ProfileView.OpenAsync(chromium, FourKinds());

        string[] buttons = await view.Page.EvaluateAsync<string[]>("() => [...document.querySelectorAll('#legend button')].map(one => one.textContent)");
        Assert.Equal(["Program 40.00%", "Packages 30.00%", "Framework 20.00%", "Runtime 10.00%"], buttons);
        await view.Page.GetByRole(AriaRole.Button, new() { Name = "Packages 30.00%" }).ClickAsync();
        Assert.Equal(
            ["Microsoft.Orders.Cart.Sum 7ms", "System.String.Concat 2ms", "memcpy 1ms"], (await view.RowsAsync()).Select(row => $"{row[4]} {row[0]}"));
        await view.Page.GetByRole(AriaRole.Button, new() { Name = "Own code" }).ClickAsync();
        Assert.Equal(["Microsoft.Orders.Cart.Sum 10ms"], (await view.RowsAsync()).Select(row => $"{row[4]} {row[0]}"));
    }

    [Fact]
    public async Task Several_labels_are_joined_by_key_and_a_filter_can_be_turned_around()
    {
        byte[] profile = new ProfileMaker(new SampleType("cpu", "nanoseconds"))
            .Add("App.A", [Label.OfText("route", "/a"), Label.OfText("method", "GET")], 1_000_000)
            .Add("App.B", [Label.OfText("route", "/b"), Label.OfText("method", "GET")], 2_000_000)
            .Add("App.C", [Label.OfText("route", "/c"), Label.OfText("method", "PUT")], 4_000_000)
            .Add("App.D", 8_000_000).File;
        await using ProfileView view = await ProfileView.OpenAsync(chromium, profile);

        await SelectAsync(view, "route=/a");
        await view.ExpectTextAsync("#total", "1ms cpu with route=/a, 6.67% of 15ms in 2s");
        await SelectAsync(view, "route=/c");
        await view.ExpectTextAsync("#total", "5ms cpu with route=/a, route=/c, 33.33% of 15ms in 2s");
        await SelectAsync(view, "method=GET");
        await view.ExpectTextAsync("#total", "1ms cpu with route=/a, route=/c, method=GET, 6.67% of 15ms in 2s");

        await view.Page.GetByRole(AriaRole.Button, new() { Name = "method=GET", Exact = true }).ClickAsync();
        await view.ExpectTextAsync("#total", "4ms cpu with route=/a, route=/c, not method=GET, 26.67% of 15ms in 2s");
        await view.Page.GetByRole(AriaRole.Button, new() { Name = "Remove the filter route=/a" }).ClickAsync();
        await view.Page.GetByRole(AriaRole.Button, new() { Name = "Remove the filter route=/c" }).ClickAsync();
        await view.ExpectTextAsync("#total", "12ms cpu with not method=GET, 80.00% of 15ms in 2s");
        await view.Page.Locator("#tags").SelectOptionAsync("");
        await view.ExpectTextAsync("#total", "15ms cpu in 2s");
    }

    private static byte[] FourKinds()
    {
        Dictionary<string, Mapping> mappings = new[] { "program/Microsoft.Orders.dll", "package/Dapper.dll", "framework/System.Private.CoreLib.dll", "/lib/libc.so.6" }
            .Select((name, i) => new Mapping { Id = new MappingId((ulong)i + 1), FileName = name, HasFunctions = true }).ToDictionary(one => one.FileName.Split('/')[0]);
        Dictionary<string, string> folders = new() { ["Microsoft"] = "program", ["Dapper"] = "package", ["System"] = "framework", ["memcpy"] = "" };
        ProfileData plain = new ProfileMaker(new SampleType("cpu", "nanoseconds"))
            .Add("Microsoft.Orders.Cart.Sum", 4_000_000)
            .Add("Microsoft.Orders.Cart.Sum;Dapper.SqlMapper.Query", 3_000_000)
            .Add("Microsoft.Orders.Cart.Sum;System.String.Concat", 2_000_000)
            .Add("Microsoft.Orders.Cart.Sum;System.String.Concat;memcpy", 1_000_000).Data;
        Dictionary<Location, Location> located = plain.Locations.ToDictionary(one => one, one => new Location
        {
            Id = one.Id, Lines = one.Lines, Mapping = mappings[folders[one.Lines[0].Function.Name.Split('.')[0]]],
        });
        using MemoryStream file = new();
        new ProfileData
        {
            SampleTypes = plain.SampleTypes,
            Mappings = [.. mappings.Values],
            Functions = plain.Functions,
            Locations = [.. located.Values],
            Samples = [.. plain.Samples.Select(sample => sample.With([.. sample.Locations.Select(one => located[one])]))],
            DocUrl = "https://wiki.example.org/pprof/cpu-profile.md",
        }.WriteTo(file);
        return file.ToArray();
    }

    private static async Task SelectAsync(ProfileView view, string label) =>
        await view.Page.EvaluateAsync(
            """
            label => {
                const select = document.getElementById('tags');
                select.value = [...select.options].find(option => option.textContent.startsWith(label + ' ')).value;
                select.dispatchEvent(new Event('change'));
            }
            """, label);
}
