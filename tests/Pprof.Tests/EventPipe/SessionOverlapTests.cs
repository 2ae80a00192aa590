using Pprof.EventPipe.Hub;
using Xunit;

namespace Pprof.Tests.EventPipe;

/// <summary>Two sessions of which one replaces the other, as the runtime would fill them.</summary>
public sealed class SessionOverlapTests
{
    private const int MostRounds = 1000;

    // Equal contents; contents that repeat; contents of which each is there once.
    [Theory]
    [InlineData(1, true)]
    [InlineData(1, false)]
    [InlineData(3, true)]
    [InlineData(3, false)]
    [InlineData(int.MaxValue, true)]
    [InlineData(int.MaxValue, false)]
    public void Every_event_counts_once_whichever_session_is_written_first(int contents, bool oldFirst) =>
        AssertExact(oldFirst, (random, id) => new OverlappingThread(random, id, number => number % contents));

    // A busy thread: the time to the next event is hardly longer than that between two copies, and a first event is late by many of them.
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void First_event_that_waits_for_a_buffer_makes_none_count_twice(bool oldFirst) =>
        AssertExact(oldFirst, (random, id) => new OverlappingThread(random, id, _ => 7) { BetweenEvents = (6, 20), FirstWaits = random.Next(0, 300) });

    // Up to a hundred milliseconds, anywhere, with contents that cannot tell.
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Thread_that_loses_its_processor_between_two_copies_counts_each_event_once(bool oldFirst) =>
        AssertExact(oldFirst, (random, id) => new OverlappingThread(random, id, _ => 7) { Pauses = 0.02 }, whileBoth: 800_000);

    // Every second stamp is late: where no other thread has voted yet, the order that is expected is all there is.
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Thread_that_hardly_has_a_processor_counts_each_event_once(bool oldFirst) =>
        AssertExact(oldFirst, (random, id) => new OverlappingThread(random, id, _ => 7) { Pauses = 0.5, FirstWaits = 30 }, whileBoth: 800_000, expected: oldFirst);

    // A session of another program has taken the slot that was expected.
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Order_that_was_wrongly_expected_is_outvoted(bool oldFirst) =>
        AssertExact(oldFirst, (random, id) => new OverlappingThread(random, id, _ => 7) { BetweenEvents = (6, 20), FirstWaits = 50 }, expected: !oldFirst);

    // One event or none while both sessions are on, so that no other of the thread's tells anything.
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Thread_that_writes_seldom_counts_each_event_once(bool oldFirst) =>
        AssertExact(oldFirst, (random, id) => new OverlappingThread(random, id, _ => 7) { BetweenEvents = (1000, 5000), FirstWaits = 30 });

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Thread_that_ends_leaves_its_id_to_another(bool oldFirst)
    {
        Random random = new(6);
        for (int round = 0; round < MostRounds; round++)
        {
            OverlappingThread thread = new(random, 1, _ => 7) { BetweenEvents = (6, 20), FirstWaits = 50 };
            for (ulong from = 0; from < 9000; from += (ulong)random.Next(1000, 4000))
            {
                thread.Run(from, from + (ulong)random.Next(20, 900), begin: 2000, end: 7000, oldFirst);
            }

            Assert.Equal(thread.Written, Counted([thread], begin: 2000, end: 7000));
        }
    }

    // Contents that are there once show what is what, so nothing that either session has may be missing or count twice.
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Different_events_count_once_when_either_session_dropped_some(bool oldFirst)
    {
        Random random = new(7);
        for (int round = 0; round < MostRounds; round++)
        {
            OverlappingThread thread = new(random, 1, number => number) { Drops = 0.1, BetweenEvents = (6, 20) };
            thread.Run(0, 5000, begin: 1000, end: 3000, oldFirst);

            Assert.Equal(thread.Written - thread.LostOfBoth, Counted([thread], begin: 1000, end: 3000));
        }
    }

    // The profile says how many were dropped, so that it may be wrong by as many, and not by more.
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Equal_events_are_wrong_by_no_more_than_were_dropped(bool oldFirst)
    {
        Random random = new(8);
        for (int round = 0; round < MostRounds; round++)
        {
            OverlappingThread thread = new(random, 1, _ => 7) { Drops = random.NextDouble() / 20, BetweenEvents = (6, 20) };
            thread.Run(0, 5000, begin: 1000, end: 3000, oldFirst);

            Assert.InRange(Counted([thread], begin: 1000, end: 3000), thread.Written - thread.Dropped, thread.Written);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void More_events_than_are_remembered_count_once(bool oldFirst) =>
        AssertExact(oldFirst, (random, id) => new OverlappingThread(random, id, _ => 7) { BetweenEvents = (6, 20), FirstWaits = 50 }, mostEvents: 100);

    [Fact]
    public void Events_from_long_before_the_new_session_take_no_room()
    {
        SessionOverlap overlap = new(begin: 1000, mostEvents: 3);
        for (ulong time = 1; time < 1000; time++)
        {
            overlap.Remember(1, time, 5);
        }

        overlap.Remember(1, 1010, 6);
        overlap.Remember(1, 1020, 5);

        Assert.True(overlap.IsCopy(1, 1011, 6));
        Assert.False(overlap.IsCopy(1, 1012, 7));
        Assert.True(overlap.IsCopy(1, 1021, 5));
        Assert.True(overlap.IsOver);
    }

    [Fact]
    public void Event_of_another_thread_or_content_is_no_copy()
    {
        SessionOverlap overlap = new(begin: 0);
        overlap.Remember(thread: 1, time: 100, content: 5);
        overlap.Remember(thread: 3, time: 100, content: 5);
        overlap.BothUntil = 200;

        Assert.False(overlap.IsCopy(2, 101, 5));
        Assert.False(overlap.IsCopy(3, 101, 6));
        Assert.True(overlap.IsCopy(1, 101, 5));
        Assert.False(overlap.IsCopy(1, 102, 5));
    }

    [Fact]
    public void Equal_event_long_after_is_no_copy()
    {
        SessionOverlap overlap = new(begin: 0) { BothFrom = 50 };
        overlap.Remember(1, 100, 5);

        Assert.False(overlap.IsCopy(1, 101 + SessionOverlap.MostApart, 5));
    }

    // An event of another thread in the new session shows that it was on; one in the old session may have been written late.
    [Theory]
    [InlineData(150, 150, 0, false)]
    [InlineData(150, 180, 0, true)]
    [InlineData(90, 150, 0, true)]
    [InlineData(150, 150, 175, false)]
    [InlineData(150, 150, 99, true)]
    public void Event_before_both_sessions_and_its_equal_after_both_are_two(ulong from, ulong until, ulong other, bool isCopy)
    {
        SessionOverlap overlap = new(begin: 0) { BothFrom = from, BothUntil = until };
        overlap.Remember(1, time: 100, content: 5);
        if (other > from)
        {
            overlap.Remember(2, other, 5);
        }
        else if (other > 0)
        {
            Assert.False(overlap.IsCopy(2, other, 5));
        }

        Assert.Equal(isCopy, overlap.IsCopy(1, time: 170, content: 5));
    }

    private static void AssertExact(bool oldFirst, Func<Random, ulong, OverlappingThread> make, int whileBoth = 2000, int mostEvents = 1 << 19, bool? expected = null)
    {
        Random random = new(42);
        for (int round = 0; round < MostRounds; round++)
        {
            ulong begin = (ulong)random.Next(1000, 2000);
            ulong end = begin + (ulong)random.Next(whileBoth / 4, whileBoth);
            OverlappingThread[] threads = [.. Enumerable.Range(1, 3).Select(id => make(random, (ulong)id))];
            Array.ForEach(threads, thread => thread.Run((ulong)random.Next(0, 1000), end + 2000, begin, end, oldFirst));
            int counted = Counted(threads, begin, end, mostEvents, expected);

            Assert.True(counted == threads.Sum(thread => thread.Written), $"round {round}: {threads.Sum(thread => thread.Written)} events, counted are {counted}");
        }
    }

    private static int Counted(OverlappingThread[] threads, ulong begin, ulong end, int mostEvents = 1 << 19, bool? expected = null)
    {
        ulong margin = (end - begin) / 4;
        SessionOverlap overlap = new(begin - 200, mostEvents) { BothFrom = begin + margin, BothUntil = end - margin };
        if (expected is { } isOldFirst)
        {
            overlap.IsOldFirst = isOldFirst;
        }

        Array.ForEach(threads, thread => thread.RememberIn(overlap));

        // As the runtime writes them: a thread's events of one turn, then another's.
        return threads.Sum(thread => thread.Old.Count + thread.New.Count(one => !overlap.IsCopy(thread.Id, one.Time, thread.ContentOf(one.Number))));
    }
}
