using Pprof.Profiles.Heap;

namespace Pprof.Tests.Profiles.Heap.GcEvents;

/// <summary>
/// A heap of some hundred objects in regions that come and go, collected as the runtime collects, which raises the runtime's events while it does so. What it
/// has removed is what a tracker must call dead.
/// </summary>
internal sealed class SimulatedHeap(Random random, GcEventStream stream, int heaps)
{
    private readonly List<SimulatedRegion> _regions = [];
    private readonly Stack<ulong> _free = new(Enumerable.Range(1, 400).Select(static i => (ulong)i * 0x10000).Reverse());
    private readonly List<ulong> _freed = [];
    private List<SimulatedObject>? _doomed;

    // No heap is ever empty: the runtime's own objects are there.
    private readonly SimulatedObject?[] _immortal = new SimulatedObject?[heaps];
    private int _background;
    private int _number;
    private long _samples;

    public HashSet<long> Removed { get; } = [];

    public HashSet<long> Present => [.. All.Where(static one => one.Sample is not null).Select(static one => one.Sample!.Value)];

    public bool IsSwept { get; private set; }

    public bool HasBackground => _doomed is not null;

    private IEnumerable<SimulatedObject> All => _regions.SelectMany(static region => region.Objects);

    public void Allocate(int thread)
    {
        int kind = random.Next(20);
        int generation = kind == 0 ? 3 : kind == 1 ? 4 : 0;
        ulong size = 8UL * (ulong)random.Next(3, generation == 0 ? 40 : 400);
        long? sample = random.Next(3) == 0 ? ++_samples : null;
        // An object that is not sampled and takes the place of one that was just freed cannot be told from it.
        bool canReuse = !IsSwept || sample is not null;
        SimulatedRegion region = _regions.Find(one => canReuse && one.Generation == generation && one.Heap == thread % heaps && one.FindRoom(size, generation > 0) != 0)
            ?? NewRegion(thread % heaps, generation);
        SimulatedObject made = new(region.FindRoom(size, generation > 0), size, sample);
        region.Add(made);
        _immortal[region.Heap] ??= made;
        if (sample is { } number)
        {
            stream.Raise(thread, GcPayload.AllocationSampled, GcPayload.Allocation(made.Address, size, number));
        }
    }

    /// <summary>Some objects are not reachable any more.</summary>
    public void Drop(double share)
    {
        foreach (SimulatedObject one in All)
        {
            one.IsReachable &= random.NextDouble() >= share || _immortal.Contains(one);
        }
    }

    /// <summary>Some thread stops the program for another reason.</summary>
    public void Stop(int thread) => Raise(thread, GcEventKind.Restart, GcPayload.Restart());

    public void Collect(int thread, int oldest, bool isCompacting)
    {
        RunBlocking(thread, oldest, isCompacting);
        Raise(thread, GcEventKind.Restart, GcPayload.Restart());
    }

    public void BeginBackground(int thread)
    {
        _background = Start(thread, 2, type: 1);
        if (random.Next(2) == 0)
        {
            RunBlocking(thread, random.Next(2), isCompacting: random.Next(2) == 0);
        }

        _doomed = [.. _regions.Where(static one => one.Generation >= 2).SelectMany(static one => one.Objects).Where(static one => !one.IsReachable)];
        Raise(thread, GcEventKind.Restart, GcPayload.Restart());
    }

    /// <summary>What a background collection found dead is memory that is used again, and nothing tells so yet.</summary>
    public void SweepBackground()
    {
        foreach (SimulatedRegion region in _regions)
        {
            Remove(region, one => !_doomed!.Contains(one));
        }

        IsSwept = true;
    }

    /// <summary>Walks the whole heap while the program is stopped; what is told of the end may come much later.</summary>
    public Action WalkBackground()
    {
        for (int heap = 0; heap < heaps; heap++)
        {
            RaiseSurviving(200 + heap, [.. _regions.Where(one => one.Heap == heap).SelectMany(static one => SimulatedRegion.Runs(one.Objects))]);
        }

        Raise(200, GcEventKind.Restart, GcPayload.Restart());
        _doomed = null;
        IsSwept = false;
        int number = _background;
        return () =>
        {
            RaiseRanges(200);
            Raise(200, GcEventKind.End, GcPayload.End(number, 2));
            Raise(200, GcEventKind.Statistics, GcPayload.Statistics(ulong.MaxValue / 2));
        };
    }

    private void RunBlocking(int thread, int oldest, bool isCompacting)
    {
        int number = Start(heaps > 1 ? 100 : thread, oldest, type: HasBackground ? 2 : 0);
        List<SimulatedRegion> condemned = [.. _regions.Where(one => one.Generation <= oldest)];
        ulong survived = Survived(condemned) + (oldest == 2 ? Survived(_regions.Where(static one => one.Generation > 2)) : 0);
        if (oldest == 2)
        {
            SweepLarge(thread);
        }

        SimulatedCompaction compaction = new(random);
        for (int heap = 0; heap < heaps; heap++)
        {
            List<SimulatedRegion> own = [.. condemned.Where(one => one.Heap == heap)];
            own.ForEach(region => Remove(region, static one => one.IsReachable));
            if (isCompacting)
            {
                RaiseMoved(HeapThread(thread, heap), compaction.Plan(own));
            }
            else
            {
                RaiseSurviving(HeapThread(thread, heap), [.. own.SelectMany(static one => SimulatedRegion.Runs(one.Objects))]);
            }
        }

        compaction.Execute();
        condemned.ForEach(region => region.Generation = Math.Min(2, region.Generation + (random.Next(5) == 0 ? 0 : 1)));
        Release();
        int last = HeapThread(thread, random.Next(heaps));
        RaiseRanges(last);
        Raise(last, GcEventKind.End, GcPayload.End(number, oldest));
        Raise(last, GcEventKind.Statistics, GcPayload.Statistics(survived));
    }

    private static ulong Survived(IEnumerable<SimulatedRegion> regions) =>
        regions.SelectMany(static region => region.Objects).Where(static one => one.IsReachable).Aggregate(0UL, static (sum, one) => sum + one.Size);

    private void SweepLarge(int thread)
    {
        for (int heap = 0; heap < heaps; heap++)
        {
            foreach (int generation in (int[])[3, 4])
            {
                List<SimulatedRegion> own = [.. _regions.Where(one => one.Heap == heap && one.Generation == generation)];
                own.ForEach(region => Remove(region, static one => one.IsReachable));
                RaiseSurviving(HeapThread(thread, heap), [.. own.SelectMany(static one => SimulatedRegion.Runs(one.Objects))]);
            }
        }
    }

    private void Remove(SimulatedRegion region, Predicate<SimulatedObject> isKept)
    {
        foreach (SimulatedObject one in region.Objects.Where(one => !isKept(one)))
        {
            Removed.UnionWith(one.Sample is { } sample ? [sample] : []);
        }

        region.Objects = [.. region.Objects.Where(one => isKept(one))];
    }

    // Empty regions go, and their addresses come again soon, for another generation; not when objects of which nobody knows yet were there.
    private void Release()
    {
        foreach (SimulatedRegion region in _regions.Where(static one => one.Objects.Count == 0).ToArray())
        {
            _regions.Remove(region);
            _freed.Add(region.Start);
        }

        if (!IsSwept)
        {
            _freed.ForEach(_free.Push);
            _freed.Clear();
        }
    }

    private SimulatedRegion NewRegion(int heap, int generation)
    {
        SimulatedRegion region = new(_free.Pop(), heap, generation);
        _regions.Add(region);
        return region;
    }

    private int Start(int thread, int oldest, int type)
    {
        Raise(thread, GcEventKind.Start, GcPayload.Start(++_number, oldest, type));
        RaiseRanges(thread);
        return _number;
    }

    private int HeapThread(int thread, int heap) => heaps == 1 ? thread : 100 + heap;

    private void RaiseRanges(int thread)
    {
        foreach (SimulatedRegion region in _regions.OrderBy(static one => one.Heap).ThenByDescending(static one => one.Generation))
        {
            Raise(thread, GcEventKind.GenerationRange, GcPayload.Range(region.Generation, region.Start, region.Used, SimulatedRegion.Size));
        }
    }

    private void RaiseSurviving(int thread, List<(ulong Start, ulong Length)> ranges)
    {
        if (ranges.Count > 0)
        {
            Raise(thread, GcEventKind.Surviving, GcPayload.Surviving(0, ranges));
        }
    }

    private void RaiseMoved(int thread, List<(ulong Old, ulong New, ulong Length)> ranges)
    {
        if (ranges.Count > 0)
        {
            Raise(thread, GcEventKind.Moved, GcPayload.Moved(0, ranges));
        }
    }

    // The runtime's writing thread is not stopped by a collection.
    private void Raise(int thread, GcEventKind kind, byte[] payload)
    {
        stream.Raise(thread, kind, payload);
        if (random.Next(30) == 0)
        {
            stream.Turn();
        }
    }
}
