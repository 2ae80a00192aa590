namespace Pprof.Profiles.Heap;

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
