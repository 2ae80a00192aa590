namespace Pprof.Profiles.Heap;

/// <summary>Allocations that are counted together.</summary>
internal struct HeapBucket
{
    public HeapKey Key;

    /// <summary>All there ever were.</summary>
    public HeapTally Allocated;

    /// <summary>Those that have survived a collection and are not known to be dead.</summary>
    public HeapTally Live;

    /// <summary>Those that no collection has looked at yet.</summary>
    public HeapTally Young;
}

/// <summary>What allocations have in common that are counted together: numbers in the tables of <see cref="HeapTable"/>.</summary>
internal readonly record struct HeapKey(int Stack, int Type, int Labels, int SizeClass);

/// <summary>A sample whose liveness is followed.</summary>
/// <param name="Bucket">Where it is counted.</param>
/// <param name="Size">Bytes of the object.</param>
/// <param name="Timestamp">When it was allocated, in nanoseconds of the monotonic clock.</param>
internal readonly record struct HeapSample(int Bucket, long Size, long Timestamp);

/// <summary>Samples, and what they stand for. Estimates are rounded only when they are written.</summary>
internal struct HeapTally
{
    /// <summary>Objects that were sampled.</summary>
    public long Samples;

    /// <summary>Bytes of just these.</summary>
    public long SampledBytes;

    /// <summary>Estimate of how many there were, sampled or not.</summary>
    public double Objects;

    /// <summary>Estimate of their bytes.</summary>
    public double Bytes;

    public void Add(long size)
    {
        double weight = AllocationWeight.Of(size);
        Samples++;
        SampledBytes += size;
        Objects += weight;
        Bytes += weight * size;
    }

    public void Add(in HeapTally other)
    {
        Samples += other.Samples;
        SampledBytes += other.SampledBytes;
        Objects += other.Objects;
        Bytes += other.Bytes;
    }

    /// <summary>Takes out what was added before. Nothing of the rounding is left when nothing else is.</summary>
    public void Remove(long size)
    {
        double weight = AllocationWeight.Of(size);
        this = Samples <= 1 ? default : new HeapTally
        {
            Samples = Samples - 1,
            SampledBytes = SampledBytes - size,
            Objects = Objects - weight,
            Bytes = Bytes - (weight * size),
        };
    }
}
