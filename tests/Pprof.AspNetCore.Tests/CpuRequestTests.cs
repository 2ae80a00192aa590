using System.Net;
using Pprof.TestSupport;
using Xunit;

namespace Pprof.AspNetCore.Tests;

public sealed class CpuRequestTests(SiteFixture fixture) : IClassFixture<SiteFixture>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Profile_shows_what_ran_at_the_rate_that_was_asked_for()
    {
        using Burner burner = new();
        await Patience.UntilAsync("what ran is in a profile", async () =>
        {
            TestSupport.Proto.Profile profile = ProfileOracle.AssertValid(await fixture.Site.BytesAsync("profile?seconds=1&hz=250"));

            Assert.Equal(4_000_000, profile.Period);
            Assert.True(profile.DurationNanos >= 900_000_000, $"{profile.DurationNanos} ns");
            return profile.Sample.Any(sample => ProfileOracle.Names(profile, sample).Contains(Burner.Method));
        });
    }

    [Theory]
    [InlineData("profile?seconds=1&threads=1", true)]
    [InlineData("profile?seconds=1&threads=0", false)]
    [InlineData("profile?seconds=1", false)]
    public async Task Samples_say_their_thread_when_asked_for_threads(string path, bool isLabelled)
    {
        using Burner burner = new();
        TestSupport.Proto.Profile profile = ProfileOracle.AssertValid(await fixture.Site.BytesAsync(path));

        Assert.NotEmpty(profile.Sample);
        Assert.All(profile.Sample, sample => Assert.Equal(isLabelled, ProfileOracle.Label(profile, sample, "thread") is not null));
    }

    [Fact]
    public async Task Logical_stacks_are_taken_on_request()
    {
        TestSupport.Proto.Profile profile = ProfileOracle.AssertValid(await fixture.Site.BytesAsync("profile?seconds=1&stacks=logical"));

        Assert.Contains(profile.Comment, index => profile.StringTable[(int)index].StartsWith("logical stacks: ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Profile_carries_time_when_asked_for_windows()
    {
        using Burner burner = new();
        TestSupport.Proto.Profile profile = ProfileOracle.AssertValid(await fixture.Site.BytesAsync("profile?seconds=2&windows=0.5"));

        long[] windows = [.. profile.Sample.SelectMany(sample => sample.Label)
            .Where(label => profile.StringTable[(int)label.Key] == "window").Select(label => label.Num).Distinct()];
        Assert.True(windows.Length > 1, string.Join(' ', windows));
        Assert.All(windows, window => Assert.Equal(0, window % 500_000_000));
    }

    [Fact]
    public async Task Second_request_meanwhile_gets_its_profile_too_and_a_client_that_leaves_ends_its_own()
    {
        using CancellationTokenSource leaves = new();
        Task first = fixture.Site.GetAsync("profile?seconds=600", leaves.Token);
        await Patience.UntilAsync("the first profile runs", () => CpuRecording.RunningCount == 1);

        TestSupport.Proto.Profile second = ProfileOracle.AssertValid(await fixture.Site.BytesAsync("profile?seconds=1&hz=19"));

        Assert.Equal(1_000_000_000 / 19, second.Period);
        Assert.Equal(1, CpuRecording.RunningCount);
        await leaves.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        await Patience.UntilAsync("the profile of the client that left has ended", () => CpuRecording.RunningCount == 0);
    }

    [Fact]
    public async Task Profile_that_the_program_takes_itself_goes_on_beside_a_request()
    {
        using MemoryStream file = new();
        using (CpuProfile.Start(file))
        {
            ProfileOracle.AssertValid(await fixture.Site.BytesAsync("profile?seconds=1"));
            Assert.True(CpuProfile.IsRunning);
        }

        ProfileOracle.AssertValid(file);
    }

    [Fact]
    public async Task Of_fifty_at_once_as_many_get_a_profile_as_there_are_places_and_the_others_are_told()
    {
        HttpResponseMessage[] responses = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => fixture.Site.GetAsync("profile?seconds=1", Cancel)));

        Assert.True(responses.Count(response => response.StatusCode == HttpStatusCode.OK) >= new PprofOptions().MaxConcurrentRequests);
        foreach (HttpResponseMessage response in responses)
        {
            if (response.StatusCode == HttpStatusCode.OK)
            {
                ProfileOracle.AssertValid(await response.Content.ReadAsByteArrayAsync(Cancel));
            }
            else
            {
                Assert.Equal(HttpStatusCode.TooManyRequests, response.StatusCode);
            }

            response.Dispose();
        }

        await AssertHealthyAsync();
    }

    [Fact]
    public async Task Requests_that_are_aborted_leave_nothing_behind()
    {
        for (int i = 0; i < 10; i++)
        {
            await LeaveAsync("profile?seconds=600", afterMilliseconds: 10 * i);
            await LeaveAsync("goroutine?seconds=600", afterMilliseconds: 10 * i);
            await LeaveAsync("trace?seconds=600", afterMilliseconds: 10 * i);
        }

        await Patience.UntilAsync("no profile runs any more", () => CpuRecording.RunningCount == 0);
        await Patience.UntilAsync("a trace can be taken", async () =>
        {
            using HttpResponseMessage response = await fixture.Site.GetAsync("trace?seconds=0.1", Cancel);
            return response.StatusCode == HttpStatusCode.OK;
        });
        await AssertHealthyAsync();
    }

    [Fact]
    public async Task View_is_the_page_under_its_own_policy()
    {
        using HttpResponseMessage response = await fixture.Site.GetAsync("profile?seconds=1&view=flame", Cancel);

        Assert.Equal("text/html; charset=utf-8", response.Content.Headers.ContentType?.ToString());
        Assert.Equal(ProfilePage.ContentSecurityPolicy, response.Headers.GetValues("Content-Security-Policy").Single());
        Assert.Contains("profile of ", await response.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
    }

    // While the recordings of those who left before are ending, there may be no place.
    private async Task LeaveAsync(string path, int afterMilliseconds)
    {
        using CancellationTokenSource leaves = new(TimeSpan.FromMilliseconds(afterMilliseconds));
        try
        {
            using HttpResponseMessage response = await fixture.Site.GetAsync(path, leaves.Token);
            Assert.True(response.StatusCode is HttpStatusCode.InternalServerError or HttpStatusCode.TooManyRequests);
        }
        catch (OperationCanceledException)
        {
        }
    }

    private async Task AssertHealthyAsync()
    {
        // The place of whoever left is given back a moment after the recording has ended.
        await Patience.UntilAsync("a profile can be taken", async () =>
        {
            using HttpResponseMessage response = await fixture.Site.GetAsync("profile?seconds=1", Cancel);
            return response.StatusCode == HttpStatusCode.OK;
        });
        await fixture.Site.BytesAsync("goroutine");
    }
}
