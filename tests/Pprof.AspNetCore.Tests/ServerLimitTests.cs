using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Pprof.AspNetCore.Limits;
using Pprof.TestSupport;
using Xunit;

namespace Pprof.AspNetCore.Tests;

/// <summary>What the server does to requests that take long, and to those that are too many.</summary>
public sealed class ServerLimitTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    // A megabyte a second, to be kept up from the second second on; the recording is silent for longer.
    [Theory]
    [InlineData("profile?seconds=3")]
    [InlineData("goroutine?seconds=3")]
    [InlineData("trace?seconds=3")]
    public async Task Recording_outlives_the_limits_of_data_rate_and_of_time(string path)
    {
        await using Site site = await Site.StartAsync(
            build: builder =>
            {
                builder.WebHost.ConfigureKestrel(server => server.Limits.MinResponseDataRate = new MinDataRate(1_000_000, TimeSpan.FromSeconds(2)));
                builder.Services.AddRequestTimeouts(timeouts => timeouts.DefaultPolicy = new RequestTimeoutPolicy { Timeout = TimeSpan.FromSeconds(1) });
            },
            use: app => app.UseRequestTimeouts());

        Assert.NotEmpty(await site.BytesAsync(path));
    }

    [Fact]
    public async Task Request_that_is_one_too_many_is_told_so_and_the_next_is_answered()
    {
        await using Site site = await Site.StartAsync(options => options.MaxConcurrentRequests = 1);
        using (site.Services.GetRequiredService<WorkLimits>().Profiles.Enter())
        {
            using HttpResponseMessage refused = await site.GetAsync("goroutine", Cancel);

            Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
            Assert.Contains("PprofOptions.MaxConcurrentRequests", await refused.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
            Assert.NotNull(refused.Headers.RetryAfter);
        }

        using HttpResponseMessage answered = await site.GetAsync("goroutine", Cancel);
        Assert.Equal(HttpStatusCode.OK, answered.StatusCode);
    }

    [Fact]
    public async Task Index_page_takes_a_place_too()
    {
        await using Site site = await Site.StartAsync(options => options.MaxConcurrentRequests = 1);
        using (site.Services.GetRequiredService<WorkLimits>().Profiles.Enter())
        {
            using HttpResponseMessage refused = await site.GetAsync("", Cancel);
            Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        }
    }

    // The endpoint's body is the test's: nobody has read anything, and the place is free.
    [Theory]
    [InlineData("goroutine")]
    [InlineData("goroutine?debug=1")]
    [InlineData("goroutine?view=flame")]
    [InlineData("threadcreate?seconds=1")]
    public async Task Place_is_free_while_a_client_reads_slowly(string path)
    {
        bool? wasFree = null;
        await using Site site = await Site.StartAsync(options => options.MaxConcurrentRequests = 1, use: app => app.Use(async (context, next) =>
        {
            Stream body = context.Response.Body;
            context.Response.Body = new WatchedStream(body, () =>
            {
                using IDisposable? place = app.Services.GetRequiredService<WorkLimits>().Profiles.Enter();
                wasFree = place is not null;
            });
            await next(context);
            context.Response.Body = body;
        }));

        Assert.NotEmpty(await site.BytesAsync(path));
        Assert.True(wasFree);
    }

    [Fact]
    public async Task Place_of_a_client_that_leaves_is_free_again_and_what_it_recorded_is_off()
    {
        await using Site site = await Site.StartAsync(options => options.MaxConcurrentRequests = 1);
        AtMost places = site.Services.GetRequiredService<WorkLimits>().Profiles;
        using CancellationTokenSource leaves = new();
        Task request = site.GetAsync("threadcreate?seconds=600", leaves.Token);
        await Patience.UntilAsync("it is recorded", () => Profiling.Enabled.HasFlag(ProfileKinds.ThreadCreate));
        Assert.Null(places.Enter());

        await leaves.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => request);
        await Patience.UntilAsync("its place is free again", () => places.Enter() is not null);
        Assert.False(Profiling.Enabled.HasFlag(ProfileKinds.ThreadCreate));
    }

    [Fact]
    public async Task Server_that_shuts_down_does_not_wait_for_a_recording()
    {
        await using Site site = await Site.StartAsync();
        Task<HttpResponseMessage> request = site.GetAsync("profile?seconds=600", Cancel);
        await Patience.UntilAsync("the profile runs", () => CpuRecording.RunningCount > 0);
        await site.StopAsync();
        using HttpResponseMessage response = await request;

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Contains("shutting down", await response.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        Assert.Equal(0, CpuRecording.RunningCount);
    }

    [Fact]
    public async Task Server_without_the_services_says_what_to_call()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        await using WebApplication app = builder.Build();

        Assert.Contains("AddPprof()", Assert.Throws<InvalidOperationException>(() => app.MapPprof()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Option_switches_recordings_on()
    {
        Assert.False(Profiling.Enabled.HasFlag(ProfileKinds.ThreadCreate));
        await using Site site = await Site.StartAsync(options => options.Enable = ProfileKinds.ThreadCreate);
        try
        {
            Assert.True(Profiling.Enabled.HasFlag(ProfileKinds.ThreadCreate));
        }
        finally
        {
            Profiling.Disable(ProfileKinds.ThreadCreate);
        }
    }

    private sealed class WatchedStream(Stream body, Action onWrite) : MemoryStream
    {
        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            onWrite();
            return body.WriteAsync(buffer, cancellationToken);
        }
    }
}
