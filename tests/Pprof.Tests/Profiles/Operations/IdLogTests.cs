using Pprof.Profiles.Operations;
using Xunit;

namespace Pprof.Tests.Profiles.Operations;

/// <summary>Numbers of tasks as a clock.</summary>
public sealed class IdLogTests
{
    private readonly IdLog _log = new();

    [Fact]
    public void A_task_is_as_old_as_the_first_moment_after_it_got_its_number()
    {
        _log.Add(100, timestamp: 1);
        _log.Add(200, timestamp: 2);
        _log.Add(300, timestamp: 3);

        Assert.Equal([1, 2, 2, 3, 3], new[] { 100, 101, 200, 201, 300 }.Select(id => _log.NumberedBefore(id)));
    }

    [Fact]
    public void What_is_newer_than_the_last_moment_has_no_age_and_what_is_older_than_the_first_has_that_of_the_first()
    {
        _log.Add(100, timestamp: 7);
        _log.Add(200, timestamp: 8);

        Assert.Null(_log.NumberedBefore(201));
        Assert.Equal(7, _log.NumberedBefore(5));
    }

    [Fact]
    public void Numbers_may_begin_again()
    {
        _log.Add(int.MaxValue - 10, timestamp: 1);
        _log.Add(int.MinValue + 10, timestamp: 2);
        _log.Add(int.MinValue + 30, timestamp: 3);

        Assert.Equal([2, 2, 3], new[] { int.MaxValue - 5, int.MinValue + 10, int.MinValue + 20 }.Select(id => _log.NumberedBefore(id)));
    }

    [Fact]
    public void Days_of_moments_take_a_bounded_place_and_ages_stay_right_to_some_hundredths()
    {
        const int Moments = 300_000;
        for (int i = 0; i <= Moments; i++)
        {
            _log.Add(i * 10, timestamp: i);
        }

        foreach (int age in new[] { 1, 10, 100, 1_000, 10_000, 200_000 })
        {
            long known = Moments - _log.NumberedBefore((Moments - age) * 10)!.Value;
            Assert.InRange(known, age - (age / 25) - 1, age);
        }
    }

    [Fact]
    public void Without_a_moment_nothing_is_known()
    {
        _log.Add(1, timestamp: 1);
        _log.Clear();

        Assert.Null(_log.NumberedBefore(1));
    }
}
