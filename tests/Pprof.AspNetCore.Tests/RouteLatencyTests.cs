using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Pprof.Profiles.Catalog;
using Pprof.TestSupport;
using Xunit;

namespace Pprof.AspNetCore.Tests;

/// <summary>The profile <c>latency</c> of a real server. The server itself measures how long its requests take.</summary>
public sealed class RouteLatencyTests
{
    private static readonly string[] s_routes = ["/a", "/b", "/c", "/d", "/e"];
    private readonly ConcurrentDictionary<string, double> _truth = [];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Time_of_a_route_is_what_its_requests_took_and_an_idle_server_has_none()
    {
        Profiling.Enable(ProfileKinds.Latency);
        try
        {
            await using Site site = await Site.StartAsync(options => options.LabelRequests = true, use: Map);
            await AskAsync(site);
            _truth.Clear();
            TestSupport.Proto.Profile busy = await DuringAsync(() => AskAsync(site));
            TestSupport.Proto.Profile idle = await DuringAsync(() => Task.Delay(500, Cancel));

            // What comes after the last look before the end, a second on a busy machine, is not seen.
            Assert.All(s_routes, route => Assert.InRange(SecondsOf(busy, route), 0.3 * _truth[route], 1.3 * _truth[route]));
            Assert.True(SecondsOf(busy, "/e") > 2 * SecondsOf(busy, "/a"));
            Assert.All(s_routes, route => Assert.Equal(0, SecondsOf(idle, route)));
            Assert.DoesNotContain(idle.Sample, sample => ProfileOracle.Names(idle, sample).Any(name => name.StartsWith("Microsoft.AspNetCore.", StringComparison.Ordinal)));
        }
        finally
        {
            Profiling.Disable(ProfileKinds.Latency);
        }
    }

    private static async Task<TestSupport.Proto.Profile> DuringAsync(Func<Task> work)
    {
        using MemoryStream stream = new();
        using ProfileInterval interval = Profile.Lookup("latency")!.BeginInterval();
        await work();
        interval.WriteTo(stream, Cancel);
        return ProfileOracle.AssertValid(stream);
    }

    // Route a waits 100 ms, e 500 ms. One client asks for a and five for e, each for two seconds, so that there is always the same to be seen.
    private void Map(WebApplication app)
    {
        for (int i = 0; i < s_routes.Length; i++)
        {
            (string route, TimeSpan wait) = (s_routes[i], TimeSpan.FromMilliseconds(100 * (i + 1)));
            app.MapGet(route, async () =>
            {
                long start = Stopwatch.GetTimestamp();
                await Task.Delay(wait);
                _truth.AddOrUpdate(route, Stopwatch.GetElapsedTime(start).TotalSeconds, (_, sum) => sum + Stopwatch.GetElapsedTime(start).TotalSeconds);
                return "done";
            });
        }
    }

    private static Task AskAsync(Site site) => Task.WhenAll(
        from number in Enumerable.Range(0, s_routes.Length)
        from client in Enumerable.Range(0, number + 1)
        select AskAsync(site, s_routes[number], times: 20 / (number + 1)));

    private static async Task AskAsync(Site site, string route, int times)
    {
        for (int i = 0; i < times; i++)
        {
            await site.Client.GetStringAsync(new Uri(route, UriKind.Relative), Cancel);
        }
    }

    private static double SecondsOf(TestSupport.Proto.Profile profile, string route) =>
        profile.Sample.Where(sample => ProfileOracle.Label(profile, sample, "route") == route).Sum(sample => sample.Value[1]) / 1e9;
}
