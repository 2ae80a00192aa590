using Pprof.Labels;
using Pprof.Profiles.Heap;
using Pprof.TestSupport;
using Pprof.Tests.Profiles.Catalog;
using Pprof.Unwinding;
using Xunit;

namespace Pprof.Tests.Profiles.Heap;

/// <summary>The life of samples in the table.</summary>
public sealed class HeapTableTests
{
    private readonly NamedStacks _stacks = new();
    private readonly HeapTable _table;

    public HeapTableTests()
    {
        _table = new HeapTable(_stacks);
        _table.BeginAnew(follows: true);
    }

    [Fact]
    public void Own_objects_are_in_no_record_and_are_told_with_what_is_alive_of_them()
    {
        _stacks.Own.Add(2);
        _table.Allocate(1, 24, time: 10);
        _table.Allocate(2, 1 << 20, time: 10);
        int dead = _table.Allocate(2, 1 << 20, time: 10);
        _table.OnDeath(dead);
        _table.OnCollection(11);

        HeapContent content = _table.Copy();

        Assert.Equal(24, Assert.Single(content.Records).Allocated.SampledBytes);
        Assert.Equal((2, 1), (content.OwnAllocated.Samples, content.OwnLive.Samples));
        Assert.Contains("This library's own objects are left out: 1048613 bytes of them are alive, of 2097227 bytes it has allocated.", HeapLosses.Tell(content));
    }

    [Fact]
    public void Before_any_collection_everything_not_dead_is_live()
    {
        _table.Allocate(1, 24, time: 10);
        int dead = _table.Allocate(1, 24, time: 11);
        _table.OnDeath(dead);

        HeapRecord record = Assert.Single(_table.Copy().Records);

        Assert.Equal((2, 1), (record.Allocated.Samples, record.Live.Samples));
        Assert.False(_table.Copy().IsAsOfCollection);
    }

    [Fact]
    public void After_a_collection_only_what_is_older_and_not_dead_is_live()
    {
        _table.Allocate(1, 24, time: 10);
        int dead = _table.Allocate(1, 24, time: 11);
        _table.Allocate(1, 24, time: 20);
        _table.OnDeath(dead);
        _table.OnCollection(20);

        Assert.Equal((3, 1), Samples());
        _table.OnCollection(21);
        Assert.Equal((3, 2), Samples());
        Assert.True(_table.Copy().IsAsOfCollection);
    }

    [Fact]
    public void Survivor_that_dies_leaves_nothing_live_and_stays_in_what_was_allocated()
    {
        int number = _table.Allocate(1, 100_000, time: 10);
        _table.OnCollection(11);
        _table.OnDeath(number);

        HeapRecord record = Assert.Single(_table.Copy().Records);

        Assert.Equal(default, record.Live);
        Assert.Equal(100_000 * AllocationWeight.Of(100_000), record.Allocated.Bytes, 1e-6);
    }

    [Fact]
    public void Unknown_sample_is_not_live_and_is_told()
    {
        int number = _table.Allocate(1, 100_000);
        _table.OnUnknown(number);

        HeapContent content = _table.Copy();

        Assert.Equal((1, 0), Samples());
        Assert.Equal(1, content.Unknown.Samples);
        Assert.Matches("^1 samples, which stand for 160[0-9]{3} bytes, are not shown as live: whether they are", Assert.Single(HeapLosses.Tell(content)));
    }

    [Fact]
    public void Report_about_a_number_that_is_not_in_use_changes_nothing()
    {
        int number = _table.Allocate(1, 24);
        _table.OnDeath(number);
        _table.OnDeath(number);
        _table.OnUnknown(number);
        _table.OnDeath(IHeapSink.NotFollowed);
        _table.OnDeath(int.MaxValue);

        Assert.Equal((1, 0), Samples());
        Assert.Empty(HeapLosses.Tell(_table.Copy()));
    }

    [Fact]
    public void Next_tracker_knows_nothing_of_what_the_last_one_followed()
    {
        _table.Allocate(1, 24, time: 10);
        _table.OnCollection(11);
        _table.Allocate(1, 24, time: 12);
        _table.BeginAnew(follows: true);

        Assert.Equal((2, 0), Samples());
        Assert.Equal(2, _table.Copy().Unknown.Samples);
        Assert.Equal(0, _table.Allocate(1, 24, time: 13));
        Assert.Equal((3, 1), Samples());
    }

    [Fact]
    public void Without_liveness_nothing_is_followed_and_nothing_is_missing()
    {
        _table.BeginAnew(follows: false);

        Assert.Equal(IHeapSink.NotFollowed, _table.Allocate(1, 24));
        Assert.Equal((1, 0), Samples());
        Assert.Empty(HeapLosses.Tell(_table.Copy()));
    }

    [Fact]
    public void Stacks_types_and_size_classes_are_counted_apart()
    {
        _table.Allocate(1, 24);
        _table.Allocate(2, 24);
        _table.Allocate(1, 32);
        _table.Allocate(1, 24, type: "System.String");
        _table.Allocate(1, 100_000);
        _table.Allocate(1, 100_008);

        Assert.Equal([1L, 1, 1, 1, 2], _table.Copy().Records.Select(record => record.Allocated.Samples));
        Assert.Equal(5, _table.Count);
    }

    [Fact]
    public void Sample_beyond_the_room_for_live_ones_is_counted_and_told()
    {
        HeapTable small = new(new NamedStacks(), mostSamples: 1);
        small.BeginAnew(follows: true);

        Assert.Equal(0, small.Allocate(1, 24));
        Assert.Equal(IHeapSink.NotFollowed, small.Allocate(1, 24));

        HeapRecord record = Assert.Single(small.Copy().Records);
        Assert.Equal((2, 1), (record.Allocated.Samples, record.Live.Samples));
        Assert.Contains("the table of live samples was full", Assert.Single(HeapLosses.Tell(small.Copy())));
    }

    [Fact]
    public void Combination_beyond_the_room_is_overflow_and_totals_stay_whole()
    {
        HeapTable small = new(new NamedStacks(), mostBuckets: 2);
        small.BeginAnew(follows: true);
        for (ulong method = 1; method <= 5; method++)
        {
            small.Allocate(method, 24);
        }

        HeapContent content = small.Copy();

        Assert.Equal(5, content.Records.Sum(record => record.Allocated.Samples));
        Assert.Equal(5, content.Records.Sum(record => record.Live.Samples));
        Assert.Equal([1L, 1, 3], content.Records.Select(record => record.Allocated.Samples));
        Assert.Equal(CodeKind.Marker, content.Records[2].Frames.Span[0].Kind);
    }

    [Fact]
    public void Labels_of_the_thread_at_the_time_keep_samples_apart()
    {
        HeapTable table = Labelled(mostBuckets: 10);
        table.Allocate(1, 24, time: 5, thread: 7);
        table.Allocate(1, 24, time: 5, thread: 7);
        table.Allocate(1, 24, time: 6, thread: 7);
        table.Allocate(1, 24, thread: 0);

        Assert.Equal(["7@5: 2", "7@6: 1", ": 1"], Described(table));
        Assert.Empty(HeapLosses.Tell(table.Copy()));
    }

    [Fact]
    public void Combination_beyond_the_room_is_counted_without_its_labels_where_that_helps()
    {
        HeapTable table = Labelled(mostBuckets: 2);
        table.Allocate(1, 24, thread: 0);
        table.Allocate(1, 24, time: 5, thread: 7);
        table.Allocate(1, 24, time: 6, thread: 7);

        Assert.Equal([": 2", "7@5: 1"], Described(table));
        Assert.StartsWith("1 samples are shown without their labels", Assert.Single(HeapLosses.Tell(table.Copy())), StringComparison.Ordinal);
    }

    [Fact]
    public void Known_allocations_allocate_nothing()
    {
        for (int i = 0; i < 1_000; i++)
        {
            _table.OnDeath(_table.Allocate(1, 24, time: i));
        }

        long least = Allocation.LeastOf(() =>
        {
            for (int i = 0; i < 100; i++)
            {
                int number = _table.Allocate(1, 24, time: i);
                _table.OnCollection(i);
                _table.OnDeath(number);
            }
        });

        Assert.Equal(0, least);
    }

    private static HeapTable Labelled(int mostBuckets)
    {
        HeapTable table = new(
            new NamedStacks(), mostBuckets, labelsAt: (thread, time) => thread == 0 ? LabelSet.Empty : Stacks.Labels(("at", $"{thread}@{time}")));
        table.BeginAnew(follows: true);
        return table;
    }

    private static IEnumerable<string> Described(HeapTable table) =>
        table.Copy().Records.Select(record => $"{(record.Labels.TryGetValue("at", out string? at) ? at : "")}: {record.Allocated.Samples}");

    private (long Allocated, long Live) Samples()
    {
        List<HeapRecord> records = _table.Copy().Records;
        return (records.Sum(record => record.Allocated.Samples), records.Sum(record => record.Live.Samples));
    }
}
