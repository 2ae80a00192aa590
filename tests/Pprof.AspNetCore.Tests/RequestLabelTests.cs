using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.Logging;
using Pprof.AspNetCore.Labels;
using Pprof.TestSupport;
using Xunit;

namespace Pprof.AspNetCore.Tests;

/// <summary>Which endpoint the work was for.</summary>
public sealed class RequestLabelTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Work_of_a_request_carries_route_and_method_over_awaits()
    {
        await using Site site = await StartAsync();

        Assert.Equal("method=GET route=/orders/{id}", await site.Client.GetStringAsync("orders/17", Cancel));
        Assert.Equal("method=GET route=/orders/{id}", await site.Client.GetStringAsync("orders/18?x=y", Cancel));
    }

    [Fact]
    public async Task Next_request_of_the_connection_has_its_own_labels_or_none()
    {
        await using Site site = await StartAsync();
        await site.Client.GetStringAsync("orders/17", Cancel);

        Assert.Equal("", await site.Client.GetStringAsync("nowhere", Cancel));
    }

    [Fact]
    public async Task Word_that_is_no_usual_method_is_not_a_label()
    {
        await using Site site = await StartAsync();
        using HttpRequestMessage request = new(new HttpMethod("BREW"), "any");
        using HttpResponseMessage response = await site.Client.SendAsync(request, Cancel);

        Assert.Equal("method=other route=/any", await response.Content.ReadAsStringAsync(Cancel));
    }

    [Fact]
    public async Task Error_page_has_the_labels_of_its_own_route()
    {
        await using Site site = await StartAsync();
        using HttpResponseMessage response = await site.Client.GetAsync("fails", Cancel);

        Assert.Equal("method=GET route=/error", await response.Content.ReadAsStringAsync(Cancel));
    }

    // As UseMvc does it when endpoint routing is off.
    [Fact]
    public async Task Routing_without_endpoints_has_no_labels_and_is_warned_of_once()
    {
        LogLines log = new();
        await using Site site = await Site.StartAsync(
            options => options.LabelRequests = true,
            build: builder => builder.Logging.AddProvider(log),
            use: app => app.UseRouter(routes => routes.MapGet("old/{id}", context => context.Response.WriteAsync("served"))));

        Assert.Equal("served", await site.Client.GetStringAsync("old/1", Cancel));
        Assert.Equal("served", await site.Client.GetStringAsync("old/2", Cancel));
        await Patience.UntilAsync("the warning is logged", () => log.Lines.Any(line => line.Contains("LabelRequests", StringComparison.Ordinal)));

        string warning = Assert.Single(log.Lines, line => line.Contains("LabelRequests", StringComparison.Ordinal));
        Assert.Contains("/old/1", warning, StringComparison.Ordinal);
        Assert.Contains("UseMvc", warning, StringComparison.Ordinal);
    }

    // Of controllers: one pattern for all of them, and the values by which routing tells them apart.
    [Theory]
    [InlineData("{controller=Home}/{action=Index}/{id?}", "Orders", "Show", "/Orders/Show/{id}")]
    [InlineData("shop/{controller}-{action}", "Orders", "Show", "/shop/Orders-Show")]
    [InlineData("api/orders/{id:int}", null, null, "/api/orders/{id:int}")]
    [InlineData("/{**path}", null, null, "/{**path}")]
    public void Pattern_of_many_endpoints_is_told_by_the_values_of_each(string pattern, string? controller, string? action, string route)
    {
        Dictionary<string, object?> required = controller is null ? [] : new() { ["controller"] = controller, ["action"] = action, ["area"] = "", ["page"] = null };

        Assert.Equal(route, RouteName.Of(RoutePatternFactory.Parse(pattern, defaults: null, parameterPolicies: null, requiredValues: required)));
    }

    [Fact]
    public void Labels_end_when_the_endpoint_is_taken_back()
    {
        LabelingEndpoint feature = new("GET");
        RouteEndpoint endpoint = new(_ => Task.CompletedTask, RoutePatternFactory.Parse("a/{b}"), 0, null, null);
        feature.Endpoint = endpoint;
        Assert.Equal("method=GET route=/a/{b}", Labels());

        feature.Endpoint = null;

        Assert.Equal("", Labels());
    }

    [Fact]
    public async Task Without_the_option_there_are_none()
    {
        await using Site site = await Site.StartAsync(use: Map);

        Assert.Equal("", await site.Client.GetStringAsync("orders/17", Cancel));
    }

    [Fact]
    public async Task Samples_of_the_CPU_profile_tell_the_endpoint()
    {
        await using Site site = await StartAsync();
        await Patience.UntilAsync("the endpoint is in a profile", async () =>
        {
            Task<byte[]> request = site.BytesAsync("profile?seconds=1");
            while (!request.IsCompleted)
            {
                await site.Client.GetStringAsync("burn/7", Cancel);
            }

            return RoutesIn(ProfileOracle.AssertValid(await request)).Contains("/burn/{n}");
        });
    }

    private static IEnumerable<string> RoutesIn(TestSupport.Proto.Profile profile) =>
        from sample in profile.Sample
        from label in sample.Label
        where profile.StringTable[(int)label.Key] == "route"
        select profile.StringTable[(int)label.Str];

    private static Task<Site> StartAsync() => Site.StartAsync(options => options.LabelRequests = true, use: Map);

    private static void Map(WebApplication app)
    {
        app.UseExceptionHandler("/error");
        app.MapGet("/orders/{id}", async () =>
        {
            await Task.Yield();
            return Labels();
        });
        app.MapMethods("any", ["BREW"], Labels);
        app.MapGet("/error", Labels);
        app.MapGet("/fails", string () => throw new InvalidOperationException("on purpose"));
        app.MapGet("/burn/{n}", () =>
        {
            Thread.SpinWait(2_000_000);
            return "";
        });
        app.MapFallback(context => context.Response.WriteAsync(context.GetEndpoint() is null ? Labels() : ""));
    }

    private static string Labels() => string.Join(' ', ProfileLabels.Current.Select(label => $"{label.Key}={label.Value}"));
}
