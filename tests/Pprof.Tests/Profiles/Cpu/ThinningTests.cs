using Pprof.Profiles.Cpu;
using Xunit;

namespace Pprof.Tests.Profiles.Cpu;

public sealed class ThinningTests
{
    [Fact]
    public void At_the_rate_of_the_timers_every_sample_is_kept_as_it_is()
    {
        Thinning thinning = new(10_000_000);

        Assert.All(Enumerable.Range(1, 100), weight => Assert.Equal(weight, thinning.Keep(weight, 10_000_000)));
    }

    [Theory]
    [InlineData(1_003_009, 52_631_578)]
    [InlineData(1_003_009, 10_000_000)]
    [InlineData(10_000_000, 10_101_010)]
    [InlineData(4, 1_000_000_000)]
    public void Total_is_right_to_within_one_period_at_any_moment(long timers, long recording)
    {
        Thinning thinning = new(recording);
        long used = 0;
        long kept = 0;
        for (int i = 0; i < 20_000; i++)
        {
            long weight = 1 + (i % 7);
            used += weight * timers;
            kept += thinning.Keep(weight, timers);

            Assert.InRange(used - (kept * recording), -recording, recording);
        }
    }

    // Every second sample would show one of them only.
    [Fact]
    public void Of_threads_that_take_turns_each_is_kept_as_often_as_the_others()
    {
        Thinning thinning = new(20);
        long[] kept = new long[2];
        for (int i = 0; i < 20_000; i++)
        {
            kept[i % 2] += thinning.Keep(1, 10);
        }

        Assert.Equal(10_000, kept.Sum(), 1.0);
        Assert.InRange(kept[0], 4_500, 5_500);
    }

    [Fact]
    public void Rate_of_the_timers_may_change_at_any_time()
    {
        Thinning thinning = new(10_000_000);
        long used = 0;
        long kept = 0;
        for (int i = 0; i < 9_000; i++)
        {
            long timers = (i / 100 % 3) switch { 0 => 10_000_000, 1 => 1_003_009, _ => 4_000_000 };
            used += timers;
            kept += thinning.Keep(1, timers);
        }

        Assert.InRange(used - (kept * 10_000_000), -10_000_000, 10_000_000);
    }
}
