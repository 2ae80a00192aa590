using System.Net;
using Pprof.TestSupport;
using Xunit;

namespace Pprof.AspNetCore.Tests;

/// <summary>
/// What the servers for continuous profiling ask for by default, all at once and again and again, as plain requests that name only themselves. They parse answers with the viewer's own
/// package, take an empty body for an error, and subtract one answer from the next.
/// </summary>
public sealed class ScraperTests
{
    private const int Rounds = 3;
    private static readonly string[] s_flows = ["alloc_objects", "alloc_space", "contentions", "delay"];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]

    // Parca: the process_cpu of its defaults asks for as many seconds as there are between two rounds.
    [InlineData("conprof/0.27.0", "allocs", "block", "goroutine", "mutex", "profile?seconds=1")]

    // Grafana Alloy for Pyroscope.
    [InlineData("Alloy/v1.16.0 (linux; docker)", "allocs", "block", "goroutine", "mutex", "profile?seconds=1")]

    // The same with its own way to ask for the difference.
    [InlineData("Alloy/v1.16.0 (linux; docker)", "heap?seconds=1", "block?seconds=1", "goroutine", "mutex?seconds=1", "profile?seconds=1")]
    public async Task Every_answer_is_a_profile_that_does_not_fall_behind_the_one_before(string agent, params string[] paths)
    {
        GoPprof.Require();
        await using Site site = await Site.StartAsync(options =>
        {
            options.Enable = ProfileKinds.Heap | ProfileKinds.Block | ProfileKinds.Mutex;
            options.MaxLoad = new PprofOptions().MaxLoad;
        });
        site.Client.DefaultRequestHeaders.Add("User-Agent", agent);
        site.Client.DefaultRequestHeaders.Add("Accept-Encoding", "gzip");
        Dictionary<string, long> totals = [];
        for (int round = 0; round < Rounds; round++)
        {
            byte[][] answers = await Task.WhenAll(paths.Select(path => ScrapeAsync(site, path)));
            foreach ((string path, byte[] answer) in paths.Zip(answers).Where(pair => !pair.First.Contains("seconds", StringComparison.Ordinal)))
            {
                AssertNotLess(totals, path, ProfileOracle.AssertValid(answer));
            }
        }
    }

    private static async Task<byte[]> ScrapeAsync(Site site, string path)
    {
        using HttpResponseMessage response = await site.GetAsync(path, Cancel);
        byte[] body = await response.Content.ReadAsByteArrayAsync(Cancel);
        Assert.True(response.StatusCode == HttpStatusCode.OK, $"{path}: {(int)response.StatusCode} {System.Text.Encoding.UTF8.GetString(body)}");
        Assert.Empty(response.Content.Headers.ContentEncoding);
        ToolResult parsed = GoPprof.Run(body, "-raw");
        Assert.True(parsed.ExitCode == 0 && parsed.Error == "", $"{path}: {parsed.Error}");
        return body;
    }

    private static void AssertNotLess(Dictionary<string, long> totals, string path, TestSupport.Proto.Profile profile)
    {
        for (int i = 0; i < profile.SampleType.Count; i++)
        {
            string type = profile.StringTable[(int)profile.SampleType[i].Type];
            string key = $"{path} {type}";
            long total = ProfileOracle.Total(profile, i);
            Assert.True(!s_flows.Contains(type) || total >= totals.GetValueOrDefault(key), $"{key}: {total} after {totals.GetValueOrDefault(key)}");
            totals[key] = total;
        }
    }
}
