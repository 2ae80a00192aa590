using Pprof.Profiles.Heap;
using Xunit;

namespace Pprof.Tests.Profiles.Heap.GcEvents;

/// <summary>Sequences of events as the runtime raises them, written out.</summary>
public sealed class GcTimelineTests
{
    private const int Thread = 7;
    private const ulong Region = 0x400000;
    private readonly HeapLog _log = new();
    private readonly GcEventStream _stream;

    public GcTimelineTests()
    {
        GcEventRecord record = new(_log);
        record.TrustFrom(0);
        _stream = new GcEventStream(record);
    }

    [Fact]
    public void Start_that_says_background_is_a_blocking_collection_when_it_ends_before_the_program_goes_on()
    {
        Allocate(0x400100, 1);
        Allocate(0x400200, 2);
        Raise(GcEventKind.Start, GcPayload.Start(1, 2, type: 1));
        RaiseRange(2);
        Raise(GcEventKind.Surviving, GcPayload.Surviving(0, [(0x400200, 0x100)]));
        Raise(GcEventKind.End, GcPayload.End(1, 2));
        Raise(GcEventKind.Statistics, GcPayload.Statistics(0x100));
        Raise(GcEventKind.Restart, GcPayload.Restart());
        AssertIs(live: [2], dead: [1], unknown: []);
    }

    [Fact]
    public void Collection_that_is_told_of_twice_in_different_generations_spares_the_older_one()
    {
        Allocate(0x400100, 1);
        Collect(1, oldest: 1, generation: 2);
        AssertIs(live: [1], dead: [], unknown: []);
        Collect(2, oldest: 2, generation: 2);
        AssertIs(live: [], dead: [1], unknown: []);
    }

    [Fact]
    public void Missing_collection_makes_what_was_allocated_before_the_next_one_unknown()
    {
        Allocate(0x400100, 1);
        Collect(1, oldest: 0, generation: 0, 0x400100);
        Allocate(0x400200, 2);
        Collect(3, oldest: 0, generation: 1);
        Allocate(0x400300, 3);
        Collect(4, oldest: 0, generation: 0);
        AssertIs(live: [], dead: [3], unknown: [1, 2]);
    }

    [Fact]
    public void Background_collection_begun_before_anyone_listened_makes_what_was_allocated_before_its_end_unknown()
    {
        Allocate(0x400100, 1);
        Raise(GcEventKind.End, GcPayload.End(5, 2));
        Allocate(0x400200, 2);
        Collect(6, oldest: 0, generation: 0, 0x400200);
        AssertIs(live: [2], dead: [], unknown: [1]);
    }

    [Fact]
    public void Address_outside_all_ranges_is_unknown()
    {
        Allocate(0x900000, 1);
        Collect(1, oldest: 2, generation: 0);
        AssertIs(live: [], dead: [], unknown: [1]);
    }

    [Fact]
    public void Address_outside_all_ranges_was_freed_when_a_background_collection_runs()
    {
        Allocate(0x900000, 1);
        Raise(GcEventKind.Start, GcPayload.Start(1, 2, type: 1));
        Raise(GcEventKind.GenerationRange, GcPayload.Range(2, 0x900000, 0x1000, 0x100000));
        Raise(GcEventKind.Restart, GcPayload.Restart());
        Collect(2, oldest: 0, generation: 0);
        AssertIs(live: [], dead: [1], unknown: []);
    }

    [Fact]
    public void Survivors_that_are_not_all_reported_leave_the_others_unknown()
    {
        Allocate(0x400100, 1);
        Allocate(0x400200, 2);
        Raise(GcEventKind.Start, GcPayload.Start(1, 0));
        RaiseRange(0);
        Raise(GcEventKind.Surviving, GcPayload.Surviving(1, [(0x400200, 0x100)]));
        Raise(GcEventKind.End, GcPayload.End(1, 0));
        Raise(GcEventKind.Statistics, GcPayload.Statistics(0x100));
        AssertIs(live: [2], dead: [], unknown: [1]);
    }

    // Of several heaps one's thread has reported nothing that came, and raises nothing else that would show it.
    [Theory]
    [InlineData(0x200UL)]
    [InlineData(0x101UL)]
    public void Survivors_that_fall_short_of_the_bytes_that_survived_leave_the_others_unknown(ulong survived)
    {
        Allocate(0x400100, 1);
        Allocate(0x400200, 2);
        CollectWithout(() => Raise(GcEventKind.Statistics, GcPayload.Statistics(survived)));
        AssertIs(live: [2], dead: [], unknown: [1]);
    }

    [Theory]
    [InlineData(0x100UL)]
    [InlineData(0xf0UL)]
    public void Ranges_may_be_longer_than_what_survived_in_them(ulong survived)
    {
        Allocate(0x400100, 1);
        Allocate(0x400200, 2);
        CollectWithout(() => Raise(GcEventKind.Statistics, GcPayload.Statistics(survived)));
        AssertIs(live: [2], dead: [1], unknown: []);
    }

    [Fact]
    public void Collection_of_which_is_not_told_how_much_survived_leaves_the_others_unknown()
    {
        Allocate(0x400100, 1);
        Allocate(0x400200, 2);
        CollectWithout(() => _stream.Raise(Thread + 1, GcEventKind.Statistics, GcPayload.Statistics(0x100)));
        AssertIs(live: [2], dead: [], unknown: [1]);
    }

    [Fact]
    public void What_survived_is_the_sum_of_all_generations() =>
        Assert.Equal(0x54321UL, SurvivedBytes.Read(GcPayload.Statistics(0x1, 0x20, 0x300, 0x4000, 0x50000)));

    [Fact]
    public void Object_whose_memory_a_background_collection_has_freed_is_dead_when_a_range_lands_there_before_its_walk()
    {
        Allocate(0x400100, 1);
        Collect(1, oldest: 0, generation: 0, 0x400100);
        Raise(GcEventKind.Start, GcPayload.Start(2, 2, type: 1));
        RaiseRange(2);
        Raise(GcEventKind.Restart, GcPayload.Restart());
        Allocate(0x600100, 2);
        Raise(GcEventKind.Start, GcPayload.Start(3, 1, type: 2));
        RaiseRange(2);
        Raise(GcEventKind.GenerationRange, GcPayload.Range(0, 0x600000, 0x1000, 0x100000));
        Raise(GcEventKind.Moved, GcPayload.Moved(0, [(0x600100, 0x4000c0, 0x100)]));
        Raise(GcEventKind.End, GcPayload.End(3, 1));
        Raise(GcEventKind.Statistics, GcPayload.Statistics(0x100));
        Raise(GcEventKind.Restart, GcPayload.Restart());
        AssertIs(live: [2], dead: [1], unknown: []);
    }

    // Two heaps, and of one everything is lost that its thread has raised.
    [Fact]
    public void Background_collection_with_fewer_reporting_threads_than_the_last_one_leaves_the_others_unknown()
    {
        Allocate(0x400100, 1);
        Allocate(0x400200, 2);
        CollectInBackground(1, (20, 0x400100), (21, 0x400200));
        AssertIs(live: [1, 2], dead: [], unknown: []);
        CollectInBackground(2, (20, 0x400100));
        AssertIs(live: [1], dead: [], unknown: [2]);
    }

    [Fact]
    public void Background_collection_with_fewer_reporting_threads_than_a_blocking_one_before_it_leaves_the_others_unknown()
    {
        Allocate(0x400100, 1);
        Allocate(0x400200, 2);
        Raise(GcEventKind.Start, GcPayload.Start(1, 0));
        RaiseRange(0);
        _stream.Raise(20, GcEventKind.Surviving, GcPayload.Surviving(0, [(0x400100, 0x100)]));
        _stream.Raise(21, GcEventKind.Surviving, GcPayload.Surviving(0, [(0x400200, 0x100)]));
        Raise(GcEventKind.End, GcPayload.End(1, 0));
        Raise(GcEventKind.Statistics, GcPayload.Statistics(0x200));
        Raise(GcEventKind.Restart, GcPayload.Restart());
        CollectInBackground(2, (30, 0x400100));
        AssertIs(live: [1], dead: [], unknown: [2]);
    }

    [Fact]
    public void Background_collection_with_fewer_reporting_threads_is_complete_when_the_last_one_had_as_few()
    {
        CollectInBackground(1, (20, 0x400100), (21, 0x400200));
        CollectInBackground(2, (20, 0x400100));
        Allocate(0x400100, 1);
        Allocate(0x400200, 2);
        CollectInBackground(3, (20, 0x400100));
        AssertIs(live: [1], dead: [2], unknown: []);
    }

    [Fact]
    public void Object_that_lies_where_a_younger_one_was_allocated_is_dead()
    {
        Allocate(0x400100, 1);
        Collect(1, oldest: 0, generation: 0, 0x400100);
        Allocate(0x400090, 2);
        Allocate(0x400180, 3);
        Allocate(0x400180, 4);
        Collect(2, oldest: 0, generation: 1);
        AssertIs(live: [2, 4], dead: [1, 3], unknown: []);
    }

    [Fact]
    public void Allocation_that_comes_after_the_collection_it_was_in_is_unknown()
    {
        ulong before = _stream.Now;
        _stream.Now += 10;
        Collect(1, oldest: 0, generation: 0);
        _stream.Flush();
        ulong after = _stream.Now;
        _stream.Now = before;
        Allocate(0x400100, 1);
        _stream.Turn();
        _stream.Now = after;
        Allocate(0x400200, 2);
        AssertIs(live: [2], dead: [], unknown: [1]);
    }

    [Fact]
    public void Event_of_a_collection_that_comes_too_late_is_a_loss()
    {
        Allocate(0x400100, 1);
        ulong before = _stream.Now;
        _stream.Now += 10;
        _stream.Flush();
        ulong after = _stream.Now;
        _stream.Now = before;
        Raise(GcEventKind.Start, GcPayload.Start(1, 0));
        _stream.Turn();
        _stream.Now = after;
        AssertIs(live: [], dead: [], unknown: [1]);
    }

    [Fact]
    public void What_was_allocated_before_the_events_can_be_trusted_is_not_reported()
    {
        GcEventRecord record = new(_log);
        GcEventStream stream = new(record);
        Allocate(stream, 0x400100, 1);
        stream.Turn();
        record.TrustFrom(stream.Now);
        Allocate(stream, 0x400200, 2);
        stream.Turn();
        Assert.Equal([2], _log.Live);
    }

    [Fact]
    public void Collections_are_told_to_have_begun_when_the_program_was_stopped()
    {
        ulong start = _stream.Now;
        Collect(1, oldest: 0, generation: 0);
        _stream.Flush();
        Assert.Equal([(long)start], _log.Collections);
    }

    private void AssertIs(long[] live, long[] dead, long[] unknown)
    {
        _stream.Flush();
        Assert.Equal(
            (string.Join(' ', live), string.Join(' ', dead), string.Join(' ', unknown)),
            (string.Join(' ', _log.Live.Order()), string.Join(' ', _log.Dead.Order()), string.Join(' ', _log.Unknown.Order())));
    }

    private void Collect(int number, int oldest, int generation, params ulong[] survivors)
    {
        Raise(GcEventKind.Start, GcPayload.Start(number, oldest));
        RaiseRange(generation);
        Raise(GcEventKind.Surviving, GcPayload.Surviving(0, [.. survivors.Select(start => (start, 0x100UL))]));
        Raise(GcEventKind.End, GcPayload.End(number, oldest));
        Raise(GcEventKind.Statistics, GcPayload.Statistics(0x100 * (ulong)survivors.Length));
        Raise(GcEventKind.Restart, GcPayload.Restart());
    }

    // What survives, by the thread that reports it.
    private void CollectInBackground(int number, params (int Thread, ulong Survivor)[] survivors)
    {
        Raise(GcEventKind.Start, GcPayload.Start(number, 2, type: 1));
        RaiseRange(2);
        Raise(GcEventKind.Restart, GcPayload.Restart());
        foreach ((int thread, ulong survivor) in survivors)
        {
            _stream.Raise(thread, GcEventKind.Surviving, GcPayload.Surviving(0, [(survivor, 0x100UL)]));
        }

        Raise(GcEventKind.Restart, GcPayload.Restart());
        Raise(GcEventKind.End, GcPayload.End(number, 2));
    }

    // The second of two objects survives.
    private void CollectWithout(Action tellStatistics)
    {
        Raise(GcEventKind.Start, GcPayload.Start(1, 0));
        RaiseRange(0);
        Raise(GcEventKind.Surviving, GcPayload.Surviving(0, [(0x400200, 0x100)]));
        Raise(GcEventKind.End, GcPayload.End(1, 0));
        tellStatistics();
        Raise(GcEventKind.Restart, GcPayload.Restart());
    }

    private void RaiseRange(int generation) => Raise(GcEventKind.GenerationRange, GcPayload.Range(generation, Region, 0x1000, 0x100000));

    private void Raise(GcEventKind kind, byte[] payload) => Raise(_stream, kind, payload);

    private static void Raise(GcEventStream stream, GcEventKind kind, byte[] payload) => stream.Raise(Thread, kind, payload);

    private void Allocate(ulong address, long sample, ulong size = 0x80) => Allocate(_stream, address, sample, size);

    private static void Allocate(GcEventStream stream, ulong address, long sample, ulong size = 0x80) =>
        stream.Raise(Thread, GcPayload.AllocationSampled, GcPayload.Allocation(address, size, sample));
}
