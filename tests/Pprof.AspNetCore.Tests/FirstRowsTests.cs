using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Pprof.TestSupport;
using Xunit;
using Proto = Pprof.TestSupport.Proto;

namespace Pprof.AspNetCore.Tests;

/// <summary>The first rows of every profile of a server that has every option on are the server's, and not ours.</summary>
public sealed class FirstRowsTests
{
    private const ProfileKinds Everything =
        ProfileKinds.Heap | ProfileKinds.Block | ProfileKinds.Mutex | ProfileKinds.ThreadCreate | ProfileKinds.Tasks | ProfileKinds.Exceptions;

    // Of each value of each profile.
    private const double MostOfOurs = 0.02;
    private static readonly string[] s_events = ["block", "mutex", "exceptions", "threadcreate"];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_profile_begins_with_what_the_server_does()
    {
        await using Site site = await Site.StartAsync(
            options =>
            {
                options.Enable = Everything;
                options.LabelRequests = true;
                options.ShowSources = true;
            },
            use: MapWork);
        byte[][] kept = Hogs.Keep(megabytes: 30);

        // Profiles themselves start threads, allocate and wait: the second of each would show it.
        await ReadAllAsync(site);
        await WorkAsync(site);
        Dictionary<string, Proto.Profile> profiles = await ReadAllAsync(site);
        Profiling.Disable(Everything);

        Assert.Equal([], profiles.SelectMany(profile => TooMuchOfOurs(profile.Key, profile.Value)));
        Assert.Equal([], s_events.Where(name => !Names(profiles[name]).Any(frame => frame.Contains("Hogs.", StringComparison.Ordinal))));
        Assert.Contains(Comments(profiles["heap"]), comment => comment.StartsWith("This library's own objects are left out: ", StringComparison.Ordinal));
        Assert.Contains(Comments(profiles["heap"]), comment => comment.StartsWith("What was allocated before that is not shown: the heap held ", StringComparison.Ordinal));
        Assert.Contains(Comments(profiles["threadcreate"]), comment => comment.StartsWith("Thread starts of this library's own work are left out: ", StringComparison.Ordinal));
        GC.KeepAlive(kept);
    }

    private static void MapWork(WebApplication app) => app.MapGet("/hog/{name}", (string name) =>
    {
        Hogs.First(name);
        return "done";
    });

    private static async Task WorkAsync(Site site)
    {
        foreach (string name in s_events.SelectMany(name => Enumerable.Repeat(name, 20)))
        {
            using HttpResponseMessage response = await site.Client.GetAsync(new Uri($"hog/{name}", UriKind.Relative), Cancel);
            response.EnsureSuccessStatusCode();
        }
    }

    private static async Task<Dictionary<string, Proto.Profile>> ReadAllAsync(Site site)
    {
        Dictionary<string, Proto.Profile> profiles = [];
        foreach (string name in s_events.Concat(["allocs", "goroutine", "heap"]))
        {
            profiles.Add(name, ProfileOracle.AssertValid(await site.BytesAsync(name)));
        }

        return profiles;
    }

    private static IEnumerable<string> TooMuchOfOurs(string name, Proto.Profile profile)
    {
        for (int i = 0; i < profile.SampleType.Count; i++)
        {
            Proto.Sample[] ours = [.. profile.Sample.Where(sample => sample.Value[i] > 0 && IsOurs(profile, sample))];
            double share = ours.Sum(sample => sample.Value[i]) / Math.Max(1.0, ProfileOracle.Total(profile, i));
            if (share > MostOfOurs)
            {
                yield return $"{name} {i}: {share:P1} {string.Join(", ", ours.Select(sample => ProfileOracle.Names(profile, sample).First()).Distinct())}";
            }
        }
    }

    // By the leaf's mapping, which names the assembly.
    private static bool IsOurs(Proto.Profile profile, Proto.Sample sample)
    {
        Proto.Location leaf = profile.Location.First(location => location.Id == sample.LocationId[0]);
        Proto.Mapping? mapping = profile.Mapping.FirstOrDefault(one => one.Id == leaf.MappingId);
        return mapping is not null && profile.StringTable[(int)mapping.Filename].StartsWith("profiler/", StringComparison.Ordinal);
    }

    private static IEnumerable<string> Names(Proto.Profile profile) => profile.Sample.SelectMany(sample => ProfileOracle.Names(profile, sample));

    private static IEnumerable<string> Comments(Proto.Profile profile) => profile.Comment.Select(index => profile.StringTable[(int)index]);
}
