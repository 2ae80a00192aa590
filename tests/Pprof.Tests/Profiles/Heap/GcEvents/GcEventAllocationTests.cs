using Pprof.EventPipe.Hub;
using Pprof.EventPipe.Nettrace;
using Pprof.Profiles.Heap;
using Pprof.TestSupport;
using Xunit;

namespace Pprof.Tests.Profiles.Heap.GcEvents;

/// <summary>What the tracker itself takes from the heap that it follows.</summary>
public sealed class GcEventAllocationTests
{
    private const int Objects = 2_000;
    private const ulong Region = 0x400000;
    private readonly EventMetadata[] _kinds = [.. Enumerable.Range(0, 400).Select(static id => new EventMetadata(id, EventSubscription.Runtime, id, "", 0))];
    private readonly byte[][] _allocations = [.. Enumerable.Range(0, Objects).Select(static i => GcPayload.Allocation(Region + (64 * (ulong)i), 64, i))];
    private readonly byte[] _range = GcPayload.Range(0, Region, 0x100000, 0x400000);
    private readonly byte[] _survivors = GcPayload.Moved(0, [.. Enumerable.Range(0, Objects / 4).Select(static i => (Region + (256 * (ulong)i), Region + (64 * (ulong)i), 64UL))]);
    private readonly byte[][] _starts = [.. Enumerable.Range(1, 100).Select(static number => GcPayload.Start(number, 0))];
    private readonly byte[][] _ends = [.. Enumerable.Range(1, 100).Select(static number => GcPayload.End(number, 0))];
    private readonly byte[] _statistics = GcPayload.Statistics(64UL * (Objects / 4));
    private readonly CountingSink _sink = new();
    private readonly GcEventRecord _record;
    private ulong _now = 1;
    private int _collections;

    public GcEventAllocationTests()
    {
        _record = new GcEventRecord(_sink);
        _record.TrustFrom(0);
    }

    [Fact]
    public void Allocations_and_collections_allocate_nothing_for_an_event_when_the_tables_have_grown()
    {
        for (int i = 0; i < 5; i++)
        {
            Turn();
        }

        long bytes = Allocation.LeastOf(Turn);
        Assert.True(bytes < Objects, $"{bytes} bytes for {Objects} events");
        Assert.True(_sink.Dead > Objects && _sink.Live > 0, $"{_sink.Dead} dead, {_sink.Live} live");
    }

    // Objects, a collection that moves a quarter of them, and that all this has come.
    private void Turn()
    {
        foreach (byte[] payload in _allocations)
        {
            Deliver(GcPayload.AllocationSampled, payload);
        }

        Deliver((int)GcEventKind.Start, _starts[_collections]);
        Deliver((int)GcEventKind.GenerationRange, _range);
        Deliver((int)GcEventKind.Moved, _survivors);
        Deliver((int)GcEventKind.End, _ends[_collections++]);
        Deliver((int)GcEventKind.Statistics, _statistics);
        Deliver((int)GcEventKind.Restart, _range);
        _record.OnOlderHaveCome(new EventOrder(_now, _now, 0));
    }

    private void Deliver(int kind, byte[] payload)
    {
        EventHeader header = new() { ThreadId = 1, Timestamp = _now++ };
        StackedEvent stacked = new(new NettraceEvent(_kinds[kind], header, payload, 0), []);
        if (kind == GcPayload.AllocationSampled)
        {
            _record.OnAllocation(stacked);
        }
        else
        {
            _record.OnCollection(stacked);
        }
    }

    private sealed class CountingSink : IHeapSink
    {
        private int _number;

        public int Dead { get; private set; }

        public int Live => _number - Dead;

        public int OnAllocation(in HeapAllocation allocation) => _number++;

        public void OnDeath(int number) => Dead++;

        public void OnUnknown(int number) => throw new InvalidOperationException($"Sample {number} is unknown.");

        public void OnCollection(long start)
        {
        }
    }
}
