using Pprof.Profiles.Heap;

namespace Pprof.Tests.Profiles.Heap;

/// <summary>Samples a made-up sequence of allocations as the runtime does: by an exponential distance, rounded down, drawn anew behind each sampled object.</summary>
internal sealed class SampledStream(Random random)
{
    /// <summary>A run of objects of one size, in time proportional to its samples.</summary>
    public HeapTally Sample(long size, long count)
    {
        HeapTally tally = default;
        long first = 0;
        while (true)
        {
            first += Distance() / size;
            if (first >= count)
            {
                return tally;
            }

            tally.Add(size);
            first++;
        }
    }

    /// <summary>Objects of different sizes one after another.</summary>
    public HeapTally Sample(ReadOnlySpan<long> sizes)
    {
        HeapTally tally = default;
        long distance = Distance();
        foreach (long size in sizes)
        {
            if (distance < size)
            {
                tally.Add(size);
                distance = Distance();
            }
            else
            {
                distance -= size;
            }
        }

        return tally;
    }

    private long Distance() => (long)(-Math.Log(1 - random.NextDouble()) * AllocationWeight.MeanDistance);
}
