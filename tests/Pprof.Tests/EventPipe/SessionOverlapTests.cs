using Pprof.EventPipe.Hub;
using Xunit;

namespace Pprof.Tests.EventPipe;

/// <summary>Two sessions of which one replaces the other, as the runtime would fill them.</summary>
public sealed class SessionOverlapTests
{
    // Every event is written to the sessions that are on when its writing begins, one after the other, at a time of its own in each.
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Every_event_counts_once_whichever_session_is_written_first(bool oldFirst)
    {
        Random random = new(42);
        for (int round = 0; round < 2000; round++)
        {
            Dictionary<(ulong, int), int> counted = [];
            List<(ulong Thread, ulong Time, int Number)> ofNew = [];
            ulong begin = (ulong)random.Next(1000, 2000);
            ulong end = begin + (ulong)random.Next(0, 2000);
            SessionOverlap overlap = new(begin) { End = end + 100 };
            int events = 0;
            for (ulong thread = 1; thread <= 3; thread++)
            {
                ulong now = (ulong)random.Next(0, 1000);
                for (int number = 0; now < 5000; number++, events++)
                {
                    Write(thread, number, ref now);
                }
            }

            foreach ((ulong thread, ulong time, int number) in ofNew)
            {
                Count(thread, number, overlap.IsCopy(thread, time, number % 3) ? 0 : 1);
            }

            Assert.All(counted, one => Assert.True(one.Value == 1, $"round {round}: event {one.Key} is counted {one.Value} times"));
            Assert.Equal(events, counted.Count);

            void Write(ulong thread, int number, ref ulong now)
            {
                bool toOld = now < end;
                bool toNew = now >= begin;
                if (oldFirst)
                {
                    Old(ref now);
                    New(ref now);
                }
                else
                {
                    New(ref now);
                    Old(ref now);
                }

                now += (ulong)random.Next(20, 400);

                void Old(ref ulong now)
                {
                    if (toOld)
                    {
                        overlap.Remember(thread, now += (ulong)random.Next(1, 9), number % 3);
                        Count(thread, number, 1);
                    }
                }

                void New(ref ulong now)
                {
                    if (toNew)
                    {
                        ofNew.Add((thread, now += (ulong)random.Next(1, 9), number));
                    }
                }
            }

            void Count(ulong thread, int number, int by) => counted[(thread, number)] = counted.GetValueOrDefault((thread, number)) + by;
        }
    }

    [Fact]
    public void Event_of_another_thread_or_content_is_no_copy()
    {
        SessionOverlap overlap = new(begin: 0);
        overlap.Remember(thread: 1, time: 100, content: 5);
        overlap.Remember(thread: 3, time: 100, content: 5);

        Assert.False(overlap.IsCopy(2, 101, 5));
        Assert.False(overlap.IsCopy(3, 101, 6));
        Assert.True(overlap.IsCopy(1, 101, 5));
        Assert.False(overlap.IsCopy(1, 102, 5));
    }

    [Fact]
    public void Equal_event_long_after_is_no_copy()
    {
        SessionOverlap overlap = new(begin: 0);
        overlap.Remember(1, 100, 5);

        Assert.False(overlap.IsCopy(1, 101 + SessionOverlap.MostApart, 5));
    }
    [Theory]
    [InlineData(150, 150, false)]
    [InlineData(150, 180, true)]
    [InlineData(90, 150, true)]
    public void Event_before_both_sessions_and_its_equal_after_both_are_two(ulong begin, ulong end, bool isCopy)
    {
        SessionOverlap overlap = new(begin);
        overlap.Remember(1, time: 100, content: 5);
        overlap.End = end;

        Assert.Equal(isCopy, overlap.IsCopy(1, time: 170, content: 5));
    }
}
