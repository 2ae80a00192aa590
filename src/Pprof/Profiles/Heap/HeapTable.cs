using System.Diagnostics;
using System.Runtime.InteropServices;
using Pprof.Aggregation;
using Pprof.Labels;
using Pprof.Unwinding;

namespace Pprof.Profiles.Heap;

/// <summary>
/// Counts sampled allocations by stack, type, size and labels, and those of them that are alive. Trackers call it from one thread at a time, any thread
/// reads it; neither waits for more than a copy. Allocates for what was not met before; never throws.
/// </summary>
/// <param name="stacks">Meaning of addresses.</param>
/// <param name="mostBuckets">
/// Different combinations. The default of 128 Ki takes 25 MB when full; a large service has some ten thousand. When it is full, new combinations are
/// counted without their labels, and if that does not help under <c>[overflow]</c>, by size.
/// </param>
/// <param name="mostSamples">As of <see cref="HeapSamples"/>.</param>
/// <param name="labelsAt">Labels of a thread at a time; null for <see cref="LabelHistory.At"/>.</param>
internal sealed class HeapTable(
    IAllocationStacks stacks, int mostBuckets = 1 << 17, int mostSamples = 1 << 20, Func<int, long, LabelSet>? labelsAt = null) : IHeapSink
{
    // Of all stacks together: 16 MB, some 60,000 stacks of 30 frames. Stacks beyond are [overflow].
    private const int MostFrames = 1 << 21;

    // What is counted for ever cannot tell for ever the requests of a program apart that labels each of them differently.
    private const int MostLabelSets = 1 << 12;

    private const int NoLabels = 0;

    // In place of a stack, of all that is the library's own: a user looks for what the program keeps.
    private const int OwnStack = -1;

    private readonly Func<int, long, LabelSet> _labelsAt = labelsAt ?? LabelHistory.At;
    private readonly Lock _gate = new();
    private readonly StackTable<CodeAddress> _stacks = new(valueCount: 0, MostFrames);
    private readonly InternedTypes _types = new();
    private readonly LabelTable _labels = new(MostLabelSets);
    private readonly Dictionary<HeapKey, int> _byKey = [];
    private readonly List<HeapBucket> _buckets = [];
    private readonly HeapSamples _samples = new(mostSamples);
    private HeapTally _unknown;
    private HeapTally _unfollowed;
    private long _withoutLabels;
    private bool _hasCollected;
    private bool _follows;
    private bool? _announced;

    /// <summary>Different combinations.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _buckets.Count;
            }
        }
    }

    /// <summary>
    /// A tracker is asked to start, and begins with the first sample that it reports, or with <see cref="Begin"/>; null when it has refused. So a refusal leaves what there was.
    /// </summary>
    /// <param name="follows">Whether it will say which samples die.</param>
    public void Announce(bool? follows)
    {
        lock (_gate)
        {
            _announced = follows;
        }
    }

    /// <summary>The announced tracker has started. What earlier trackers left alive is nobody's any more: unknown from now on.</summary>
    public void Begin()
    {
        lock (_gate)
        {
            BeginAnnounced();
        }
    }

    public int OnAllocation(in HeapAllocation allocation)
    {
        ReadOnlySpan<CodeAddress> stack = stacks.Translate(allocation.Stack);
        LabelSet labels = _labelsAt(allocation.OsThreadId, allocation.Timestamp);
        lock (_gate)
        {
            BeginAnnounced();
            int bucket = BucketOf(stack, allocation, labels);
            Buckets[bucket].Allocated.Add(allocation.Size);
            return _follows ? Follow(bucket, allocation) : IHeapSink.NotFollowed;
        }
    }

    public void OnDeath(int number)
    {
        lock (_gate)
        {
            TryTake(number, out _);
        }
    }

    public void OnUnknown(int number)
    {
        lock (_gate)
        {
            if (TryTake(number, out HeapSample sample))
            {
                _unknown.Add(sample.Size);
            }
        }
    }

    public void OnCollection(long start)
    {
        lock (_gate)
        {
            BeginAnnounced();
            _hasCollected = true;
            for (int number = _samples.FirstYoung; number >= 0;)
            {
                int next = _samples.NextYoung(number);
                if (_samples[number].Timestamp < start)
                {
                    Survive(number);
                }

                number = next;
            }
        }
    }

    public HeapContent Copy()
    {
        lock (_gate)
        {
            HeapContent content = new()
            {
                Unknown = _unknown,
                Unfollowed = _unfollowed,
                WithoutLabels = _withoutLabels,
                WithoutType = _types.Refused,
                IsAsOfCollection = _hasCollected,
            };
            foreach (ref readonly HeapBucket bucket in Buckets)
            {
                if (bucket.Key.Stack == OwnStack)
                {
                    content.AddOwn(bucket.Allocated, LiveOf(bucket));
                }
                else
                {
                    content.Records.Add(RecordOf(bucket));
                }
            }

            return content;
        }
    }

    // The number of the stack that says so, made when it is needed.
    private int Overflow
    {
        get
        {
            _stacks.AddMarker(CodeAddress.Marker(StackMarker.Overflow));
            return _stacks.TryNumber([CodeAddress.Marker(StackMarker.Overflow)], NoLabels, out int number) ? number : 0;
        }
    }

    private Span<HeapBucket> Buckets => CollectionsMarshal.AsSpan(_buckets);

    private void BeginAnnounced()
    {
        Debug.Assert(_gate.IsHeldByCurrentThread, "Under the gate.");
        if (_announced is not { } follows)
        {
            return;
        }

        foreach (ref HeapBucket bucket in Buckets)
        {
            _unknown.Add(bucket.Live);
            _unknown.Add(bucket.Young);
            (bucket.Live, bucket.Young) = (default, default);
        }

        _samples.Clear();
        (_hasCollected, _follows, _announced) = (false, follows, null);
    }

    private HeapRecord RecordOf(in HeapBucket bucket)
    {
        HeapKey key = bucket.Key;
        return new HeapRecord(
            _stacks.FramesOf(key.Stack), _types[key.Type], _labels[key.Labels], SizeClass.LowerBound(key.SizeClass), bucket.Allocated, LiveOf(bucket));
    }

    private HeapTally LiveOf(in HeapBucket bucket)
    {
        // Before the first collection there is no better answer than everything.
        HeapTally live = bucket.Live;
        if (!_hasCollected)
        {
            live.Add(bucket.Young);
        }

        return live;
    }

    private int BucketOf(ReadOnlySpan<CodeAddress> stack, in HeapAllocation allocation, LabelSet labels)
    {
        Debug.Assert(_gate.IsHeldByCurrentThread, "Under the gate.");
        if (stacks.IsOwn)
        {
            return BucketOf(new HeapKey(OwnStack, Type: 0, NoLabels, SizeClass.Of(allocation.Size)));
        }

        _withoutLabels += _labels.TryAdd(labels, out int labelSet) ? 0 : 1;
        int stackNumber = _stacks.TryNumber(stack, NoLabels, out int known) ? known : Overflow;
        ReadOnlySpan<char> type = allocation.TypeName.IsEmpty ? stacks.ImpliedType : allocation.TypeName;
        HeapKey key = new(stackNumber, _types.Add(allocation.TypeHandle, type), labelSet, SizeClass.Of(allocation.Size));
        if (_byKey.TryGetValue(key, out int bucket) || TryAdd(key, mostBuckets, out bucket))
        {
            return bucket;
        }

        if (_byKey.TryGetValue(key with { Labels = NoLabels }, out bucket))
        {
            _withoutLabels++;
            return bucket;
        }

        // There are less than a thousand classes of sizes, for which there is always room.
        return BucketOf(new HeapKey(Overflow, Type: 0, NoLabels, key.SizeClass));
    }

    // One for each class of sizes: never refused.
    private int BucketOf(HeapKey key) => _byKey.TryGetValue(key, out int bucket) || TryAdd(key, int.MaxValue, out bucket) ? bucket : 0;

    private bool TryAdd(HeapKey key, int most, out int bucket)
    {
        bucket = _buckets.Count;
        if (bucket >= most)
        {
            return false;
        }

        _byKey.Add(key, bucket);
        _buckets.Add(new HeapBucket { Key = key });
        return true;
    }

    private int Follow(int bucket, in HeapAllocation allocation)
    {
        int number = _samples.AddYoung(new HeapSample(bucket, allocation.Size, allocation.Timestamp));
        if (number == IHeapSink.NotFollowed)
        {
            _unfollowed.Add(allocation.Size);
        }
        else
        {
            Buckets[bucket].Young.Add(allocation.Size);
        }

        return number;
    }

    private void Survive(int number)
    {
        Debug.Assert(_gate.IsHeldByCurrentThread, "Under the gate.");
        HeapSample sample = _samples[number];
        _samples.Promote(number);
        ref HeapBucket bucket = ref Buckets[sample.Bucket];
        bucket.Young.Remove(sample.Size);
        bucket.Live.Add(sample.Size);
    }

    private bool TryTake(int number, out HeapSample sample)
    {
        Debug.Assert(_gate.IsHeldByCurrentThread, "Under the gate.");
        if (!_samples.TryRemove(number, out sample, out bool wasYoung))
        {
            return false;
        }

        ref HeapBucket bucket = ref Buckets[sample.Bucket];
        ref HeapTally tally = ref wasYoung ? ref bucket.Young : ref bucket.Live;
        tally.Remove(sample.Size);
        return true;
    }
}
