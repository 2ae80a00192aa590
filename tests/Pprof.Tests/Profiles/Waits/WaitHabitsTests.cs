using Pprof.Profiles.Waits;
using Pprof.Tests.Profiles.Catalog;
using Pprof.Unwinding;
using Xunit;

namespace Pprof.Tests.Profiles.Waits;

/// <summary>Which threads wait for work, by what they have done so far.</summary>
public sealed class WaitHabitsTests
{
    private const ulong Second = 1_000_000_000;
    private readonly WaitHabits _habits = new(mostThreads: 2);
    private readonly CodeAddress[] _here = Stacks.Of("Shop.Consume");
    private readonly CodeAddress[] _there = Stacks.Of("Shop.Save");

    [Fact]
    public void Thread_that_waits_at_one_place_nearly_all_the_time_has_a_habit_from_its_tenth_wait()
    {
        bool[] answers = [.. Enumerable.Range(0, 12).Select(i => Wait(1, (ulong)i * Second, busy: Second / 20, _here))];

        Assert.Equal(WaitHabits.FewestWaits - 1, Array.IndexOf(answers, true));
        Assert.All(answers[WaitHabits.FewestWaits..], Assert.True);
    }

    [Fact]
    public void Thread_that_works_between_its_waits_has_none() =>
        Assert.DoesNotContain(true, Enumerable.Range(0, 50).Select(i => Wait(1, (ulong)i * Second, busy: Second / 2, _here)));

    [Fact]
    public void Thread_that_waits_at_two_places_has_none() =>
        Assert.DoesNotContain(true, Enumerable.Range(0, 50).Select(i => Wait(1, (ulong)i * Second, busy: 0, i % 5 == 0 ? _there : _here)));

    [Fact]
    public void Threads_beyond_the_bound_make_it_begin_anew()
    {
        for (int i = 0; i < WaitHabits.FewestWaits; i++)
        {
            Wait(1, (ulong)i * Second, busy: 0, _here);
        }

        Assert.True(Wait(1, 10 * Second, busy: 0, _here));
        Wait(2, 0, busy: 0, _here);
        Wait(3, 0, busy: 0, _here);
        Assert.False(Wait(1, 11 * Second, busy: 0, _here));
    }

    private bool Wait(ulong thread, ulong start, ulong busy, CodeAddress[] stack) => _habits.IsHabit(thread, start + busy, start + Second, stack);
}
