using Pprof.Profiles.Latency;
using Xunit;

namespace Pprof.Tests.Profiles.Latency;

/// <summary>Looks take a hundredth of a processor at most.</summary>
public sealed class LatencyPaceTests
{
    private readonly LatencyPace _pace = new(new Random(1));

    [Theory]
    [InlineData(0.05, 20)]
    [InlineData(1, 100)]
    [InlineData(100, 10_000)]
    [InlineData(2_000, 30_000)]
    public void The_pause_is_a_hundred_times_the_cost_within_bounds(double cost, double expected)
    {
        double[] pauses = [.. Enumerable.Range(0, 1000).Select(_ => _pace.Next(TimeSpan.FromMilliseconds(cost)).TotalMilliseconds).ToArray()[10..]];

        Assert.All(pauses, pause => Assert.InRange(pause, expected * 0.8, expected * 1.2));
        Assert.InRange(pauses.Average(), expected * 0.97, expected * 1.03);
    }

    [Fact]
    public void The_first_looks_follow_soon_though_they_are_dear()
    {
        double[] pauses = [.. Enumerable.Range(0, 5).Select(_ => _pace.Next(TimeSpan.FromMilliseconds(250)).TotalMilliseconds)];

        Assert.All(pauses, pause => Assert.InRange(pause, 80, 120));
    }

    [Fact]
    public void One_dear_look_among_cheap_ones_changes_nothing()
    {
        for (int i = 0; i < 10; i++)
        {
            _pace.Next(TimeSpan.FromMilliseconds(1));
        }

        Assert.InRange(_pace.Next(TimeSpan.FromMilliseconds(500)).TotalMilliseconds, 80, 120);
    }
}
