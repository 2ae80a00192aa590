namespace Pprof.Workloads.Heap;

/// <summary>Objects that are kept alive, and how many bytes they really are.</summary>
internal sealed class RetainedObjects
{
    private const int ChunkLength = 1000;
    private readonly List<object[]> _chunks = [];
    private int _used = ChunkLength;

    /// <summary>Every object, the arrays that hold them among them.</summary>
    public long Bytes { get; private set; }

    /// <summary>Variance of the estimate of <see cref="Bytes"/>: each object counts size/p with the chance p, else nothing.</summary>
    public double Variance { get; private set; }

    public int Count { get; private set; }

    public void Add(object value, long size)
    {
        if (_used == ChunkLength)
        {
            _chunks.Add(new object[ChunkLength]);
            CountIn(HeapSizes.Array(ChunkLength, nint.Size));
            _used = 0;
        }

        _chunks[^1][_used++] = value;
        CountIn(size);
    }

    private void CountIn(long size)
    {
        double chance = HeapLedger.Probability(size);
        Count++;
        Bytes += size;
        Variance += (double)size * size * (1 - chance) / chance;
    }
}
