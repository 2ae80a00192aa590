using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Pprof.AspNetCore.Limits;
using Xunit;

namespace Pprof.AspNetCore.Tests;

/// <summary>How much of a server's time requests may take, however often they are repeated.</summary>
public sealed class WorkBudgetTests
{
    private const int Processors = 2;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public void Ten_seconds_in_a_row_are_free_and_what_goes_beyond_is_waited_for()
    {
        Clock clock = new();
        WorkBudget budget = new(clock, 0.2, Processors);
        budget.Take(TimeSpan.FromSeconds(9));
        Assert.Equal(TimeSpan.Zero, budget.UntilNext());

        budget.Take(TimeSpan.FromSeconds(3));
        Assert.Equal(10, budget.UntilNext().TotalSeconds, 6);

        clock.Pass(10.001);
        Assert.Equal(TimeSpan.Zero, budget.UntilNext());
    }

    [Fact]
    public void Pause_saves_no_more_than_ten_seconds()
    {
        Clock clock = new();
        WorkBudget budget = new(clock, 0.2, Processors);
        clock.Pass(1_000_000);
        budget.Take(TimeSpan.FromSeconds(11));

        Assert.Equal(5, budget.UntilNext().TotalSeconds, 6);
    }

    [Theory]
    [InlineData(0.05)]
    [InlineData(0.2)]
    [InlineData(1)]
    public void Requests_that_never_pause_take_their_share_in_the_long_run(double share)
    {
        Clock clock = new();
        WorkBudget budget = new(clock, share, Processors);
        double worked = 0;
        Random random = new(1);
        while (clock.Seconds < 100_000)
        {
            double work = random.NextDouble() * 2;
            clock.Pass(Math.Max(0.001, budget.UntilNext().TotalSeconds) + work);
            budget.Take(TimeSpan.FromSeconds(work));
            worked += work;
        }

        Assert.InRange(worked / clock.Seconds, share * 0.95, Math.Min(1, share * 1.05));
    }

    // Seconds asked for, part of a processor, seconds until the answer was made: what it has cost.
    [Theory]
    [InlineData(10, 0.02, 10.3, 0.5)]
    [InlineData(10, 0.2, 10, 2)]
    [InlineData(10, 0.02, 0.01, 0.1)]
    [InlineData(1, 0.02, 1.01, 0.1)]
    public void Recording_costs_a_part_of_its_time_and_the_rest_in_full(double asked, double share, double elapsed, double cost) =>
        Assert.Equal(cost, new RecordingCost(TimeSpan.FromSeconds(asked), share).Of(TimeSpan.FromSeconds(elapsed)).TotalSeconds, 6);

    // A page of six profiles every ten seconds, each a quarter of a second, and a CPU profile all the time: what continuous profilers ask for.
    [Fact]
    public void Continuous_profiler_is_never_refused()
    {
        Clock clock = new();
        WorkBudget budget = new(clock, new PprofOptions().MaxLoad, Processors);
        for (int round = 0; round < 10_000; round++)
        {
            Assert.Equal(TimeSpan.Zero, budget.UntilNext());
            budget.Take(RecordingCost.OfProfile(TimeSpan.FromSeconds(10)).Of(TimeSpan.FromSeconds(10.2)));
            for (int profile = 0; profile < 6; profile++)
            {
                budget.Take(TimeSpan.FromSeconds(0.25));
            }

            clock.Pass(10);
        }
    }

    [Theory]
    [InlineData("goroutine")]
    [InlineData("heap?gc=1")]
    [InlineData("threadcreate?seconds=1")]
    [InlineData("trace?seconds=1")]
    [InlineData("symbol?0x1234")]
    public async Task Request_beyond_the_share_is_told_when_to_come_again(string path)
    {
        await using Site site = await Site.StartAsync(options => options.MaxLoad = 0.001);
        site.Services.GetRequiredService<WorkLimits>().Budget.Take(TimeSpan.FromSeconds(12));

        using HttpResponseMessage refused = await site.GetAsync(path, Cancel);

        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1000, 2001);
        Assert.Contains("PprofOptions.MaxLoad", await refused.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Index_and_CPU_profiles_are_there_when_others_have_used_up_the_budget()
    {
        await using Site site = await Site.StartAsync(options => options.MaxLoad = 0.001);
        WorkLimits limits = site.Services.GetRequiredService<WorkLimits>();
        limits.Budget.Take(TimeSpan.FromSeconds(12));
        await site.BytesAsync("");
        await site.BytesAsync("profile?seconds=1");

        limits.CpuBudget.Take(TimeSpan.FromSeconds(12));
        using HttpResponseMessage refused = await site.GetAsync("profile?seconds=1", Cancel);
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
    }

    // Sixteen wait for one collection of a second: that is a second of two processors at most, and not sixteen.
    [Fact]
    public void Requests_that_work_at_once_take_no_more_time_than_there_is()
    {
        Clock clock = new();
        WorkBudget budget = new(clock, 0.2, Processors);
        for (int i = 0; i < 16; i++)
        {
            budget.Begin();
        }

        clock.Pass(1);
        for (int i = 0; i < 16; i++)
        {
            budget.End();
        }

        budget.Take(TimeSpan.FromSeconds(10 - 2 + 0.2 - 0.001));
        Assert.Equal(TimeSpan.Zero, budget.UntilNext());
        budget.Take(TimeSpan.FromSeconds(0.002));
        Assert.NotEqual(TimeSpan.Zero, budget.UntilNext());
    }

    [Theory]
    [InlineData("goroutine")]
    [InlineData("profile?seconds=1")]
    [InlineData("threadcreate?seconds=1")]
    public async Task Request_is_charged(string path)
    {
        await using Site site = await Site.StartAsync(options => options.MaxLoad = 1e-9);
        WorkLimits limits = site.Services.GetRequiredService<WorkLimits>();
        WorkBudget budget = path.StartsWith("profile", StringComparison.Ordinal) ? limits.CpuBudget : limits.Budget;
        budget.Take(TimeSpan.FromSeconds(10 - 1e-6));
        Assert.Equal(TimeSpan.Zero, budget.UntilNext());

        await site.BytesAsync(path);

        Assert.NotEqual(TimeSpan.Zero, budget.UntilNext());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    public void Share_must_be_a_share(double share) =>
        Assert.Contains("0.2", Assert.Throws<ArgumentOutOfRangeException>(() => new PprofOptions { MaxLoad = share }).Message, StringComparison.Ordinal);
}
