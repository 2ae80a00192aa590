using Pprof.Profiles.Events;
using Pprof.TestSupport;
using Xunit;

namespace Pprof.Tests.Profiles.Events;

/// <summary>Sums of what is kept, at fixed seeds.</summary>
public sealed class EventRateTests
{
    private const int Events = 200_000;

    public static TheoryData<long, long> DurationsAndRates => [.. from duration in (long[])[1, 3, 70, 300, 999] from rate in (long[])[1000, 1001, 8192] select (duration, rate)];

    [Theory]
    [MemberData(nameof(DurationsAndRates))]
    public void Short_events_kept_by_duration_sum_up_to_all_of_them(long duration, long rate)
    {
        Sums sums = Sum(EventRate.ByDuration(rate), _ => duration);

        // One event kept with probability p = d/r and then worth 1/p: a variance of (1-p)/p, and less than 1/4 · p for the rounding.
        double p = (double)duration / rate;
        double sigma = Math.Sqrt(Events * (((1 - p) / p) + (0.25 * p)));
        Assert.InRange(sums.Count, Events - (5 * sigma), Events + (5 * sigma));
        Assert.InRange(sums.Delay, (Events - (5 * sigma)) * duration, (Events + (5 * sigma)) * duration);
        Assert.InRange(sums.Kept, (Events * p) - (5 * Math.Sqrt(Events * p)), (Events * p) + (5 * Math.Sqrt(Events * p)));
    }

    // Go's TestBlockProfileBias: many short events and few long ones of the same total duration must come out equal.
    [Fact]
    public void Many_short_events_weigh_as_much_as_few_long_ones_of_the_same_total()
    {
        const long Rate = 1000;
        Sums shorts = Sum(EventRate.ByDuration(Rate), _ => Rate / 10);
        Sums longs = Sum(EventRate.ByDuration(Rate), _ => Rate, Events / 10);

        Assert.Equal(Events / 10 * Rate, longs.Delay);
        Assert.InRange((double)shorts.Delay / longs.Delay, 0.96, 1.04);
        Assert.InRange((double)shorts.Count / longs.Count, 9.6, 10.4);
    }

    [Fact]
    public void Mixed_durations_keep_their_mean()
    {
        Sums sums = Sum(EventRate.ByDuration(5000), i => 1 + ((i * 7919L) % 10_000));

        Assert.InRange(sums.Count / (double)Events, 0.95, 1.05);
        Assert.InRange(sums.Delay / (double)sums.RealDelay, 0.99, 1.01);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(100)]
    public void Events_kept_by_fraction_sum_up_to_all_of_them(long fraction)
    {
        Sums sums = Sum(EventRate.ByFraction(fraction), _ => 50);

        double sigma = Math.Sqrt(Events * (fraction - 1.0));
        Assert.InRange(sums.Count, Events - (5 * sigma), Events + (5 * sigma));
        Assert.Equal(50 * sums.Count, sums.Delay);
        Assert.Equal(fraction * sums.Kept, sums.Count);
    }

    [Fact]
    public void Event_as_long_as_the_rate_or_longer_is_always_kept_and_stands_for_itself()
    {
        Assert.True(EventRate.ByDuration(1000).TryKeep(1000, new Random(1), out EventWeight equal));
        Assert.True(EventRate.ByDuration(1000).TryKeep(123_456, new Random(1), out EventWeight longer));

        Assert.Equal((new EventWeight(1, 1000), new EventWeight(1, 123_456)), (equal, longer));
    }

    [Fact]
    public void Rate_of_one_keeps_everything_as_it_is()
    {
        foreach (EventRate rate in (EventRate[])[EventRate.Every, EventRate.ByDuration(1), EventRate.ByFraction(1)])
        {
            Sums sums = Sum(rate, i => i + 1);
            Assert.Equal((Events, Events, sums.RealDelay), (sums.Kept, sums.Count, sums.Delay));
        }
    }

    [Fact]
    public void Rate_of_zero_and_below_keeps_nothing()
    {
        foreach (EventRate rate in (EventRate[])[EventRate.None, EventRate.ByDuration(0), EventRate.ByDuration(-5), EventRate.ByFraction(0), EventRate.ByFraction(-1)])
        {
            Assert.Equal(0, Sum(rate, i => i + 1).Kept);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(long.MinValue)]
    public void Duration_of_nothing_counts_as_one(long duration)
    {
        Assert.True(EventRate.Every.TryKeep(duration, new Random(1), out EventWeight weight));

        Assert.Equal(new EventWeight(1, 1), weight);
    }

    [Fact]
    public void Weight_that_no_number_can_hold_is_the_greatest_number()
    {
        Random always = new Zeroes();
        Assert.True(EventRate.ByFraction(1000).TryKeep(long.MaxValue / 2, always, out EventWeight weight));

        Assert.Equal(new EventWeight(1000, long.MaxValue), weight);
    }

    [Fact]
    public void Deciding_allocates_nothing()
    {
        Random random = new(1);
        EventRate rate = EventRate.ByDuration(1000);

        Assert.Equal(0, Allocation.LeastOf(() => rate.TryKeep(10, random, out _)));
    }

    private static Sums Sum(EventRate rate, Func<int, long> durationOf, int events = Events)
    {
        Random random = new(20_261_124);
        Sums sums = new();
        for (int i = 0; i < events; i++)
        {
            sums.RealDelay += durationOf(i);
            if (rate.TryKeep(durationOf(i), random, out EventWeight weight))
            {
                sums.Kept++;
                sums.Count += weight.Count;
                sums.Delay += weight.Delay;
            }
        }

        return sums;
    }

    private sealed class Sums
    {
        public long Kept { get; set; }

        public long Count { get; set; }

        public long Delay { get; set; }

        public long RealDelay { get; set; }
    }

    private sealed class Zeroes : Random
    {
        public override long NextInt64(long maxValue) => 0;
    }
}
