using Pprof.Profiles.Heap;
using Xunit;

namespace Pprof.Tests.Profiles.Heap.GcEvents;

public sealed class GcEventQueueTests
{
    private readonly List<(ulong Time, ulong Thread, GcEventKind Kind, string Payload)> _taken = [];

    [Fact]
    public void Events_come_out_by_time_and_what_is_too_young_stays_whole()
    {
        Random random = new(3);
        GcEventQueue queue = new();
        List<(ulong Time, byte[] Payload)> added = [];
        List<(ulong Time, string Payload)> expected = [];
        for (ulong round = 1; round <= 200; round++)
        {
            for (int i = random.Next(20); i > 0; i--)
            {
                byte[] payload = new byte[random.Next(0, 100)];
                random.NextBytes(payload);
                ulong time = (100 * round) + (ulong)random.Next(300);
                Assert.True(queue.TryAdd(new GcEvent(time, 1, GcEventKind.Moved, payload)));
                added.Add((time, payload));
            }

            HandOut(queue, 100 * round);
            expected.AddRange(added.Where(one => one.Time < 100 * round).OrderBy(one => one.Time).Select(one => (one.Time, Convert.ToHexString(one.Payload))));
            added.RemoveAll(one => one.Time < 100 * round);
            Assert.Equal(added.Count == 0 ? ulong.MaxValue : added.Min(one => one.Time), queue.Oldest);
        }

        Assert.Equal(expected, _taken.Select(one => (one.Time, one.Payload)));
    }

    [Fact]
    public void Events_of_one_time_come_out_as_they_came_in()
    {
        GcEventQueue queue = new();
        byte[] payload = [0, 0];
        for (uint i = 0; i < 50; i++)
        {
            queue.TryAdd(new GcEvent(5, i, GcEventKind.Restart, payload));
        }

        HandOut(queue, 6);
        Assert.Equal(Enumerable.Range(0, 50).Select(i => (ulong)i), _taken.Select(one => one.Thread));
    }

    [Fact]
    public void Full_queue_refuses_and_takes_again_when_events_are_gone()
    {
        GcEventQueue queue = new(mostBytes: 100);
        byte[] payload = new byte[60];
        Assert.True(queue.TryAdd(new GcEvent(1, 1, GcEventKind.Moved, payload)));
        Assert.False(queue.TryAdd(new GcEvent(2, 1, GcEventKind.Moved, payload)));
        queue.Drop(before: 2);
        Assert.True(queue.TryAdd(new GcEvent(3, 1, GcEventKind.Moved, payload)));
    }

    private void HandOut(GcEventQueue queue, ulong before) => queue.HandOut(before, new Taker(_taken));

    private sealed class Taker(List<(ulong Time, ulong Thread, GcEventKind Kind, string Payload)> taken) : IGcEventTaker
    {
        public void OnGcEvent(in GcEvent gcEvent) =>
            taken.Add((gcEvent.Time, gcEvent.Thread, gcEvent.Kind, Convert.ToHexString(gcEvent.Payload)));
    }
}
