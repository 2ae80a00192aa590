using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Xunit;

namespace Pprof.AspNetCore.Tests;

/// <summary>Where the endpoints may be mapped, and what is told when that cannot work.</summary>
public sealed class MappingTests
{
    [Fact]
    public Task Same_prefix_twice_stops_the_start() => AssertRefusedAsync(app => app.MapPprof());

    [Fact]
    public Task Same_prefix_written_in_another_way_stops_the_start() => AssertRefusedAsync(app => app.MapPprof("Debug/Pprof/"));

    [Fact]
    public Task Same_path_through_a_group_stops_the_start() => AssertRefusedAsync(app => app.MapGroup("/debug").MapPprof("/pprof"));

    [Fact]
    public async Task Other_prefix_and_other_host_are_fine()
    {
        await using Site site = await Site.StartAsync(use: app =>
        {
            app.MapPprof("/other");
            app.MapPprof().RequireHost("profiles.example.com");
        });

        foreach (string path in new[] { "debug/pprof/cmdline", "other/cmdline" })
        {
            using HttpResponseMessage response = await site.Client.GetAsync(
                new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        }
    }

    [Fact]
    public async Task Command_line_can_be_kept_back()
    {
        await using Site site = await Site.StartAsync(options => options.ShowCommandLine = false);
        using HttpResponseMessage response = await site.GetAsync("cmdline", TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Contains("ShowCommandLine", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    private static async Task AssertRefusedAsync(Action<WebApplication> mapAgain)
    {
        InvalidOperationException refusal = await Assert.ThrowsAsync<InvalidOperationException>(() => Site.StartAsync(use: mapAgain));

        Assert.Contains("debug/pprof", refusal.Message, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("twice", refusal.Message, StringComparison.Ordinal);
    }
}
