namespace Pprof.Sampling;

/// <summary>
/// Pairs of sample buffers that no block uses now. A few are kept, emptied, so that threads that come and go do not cost a
/// mapping each; the rest goes back to the kernel. Not synchronized: <see cref="BlockPool"/> calls it under its lock.
/// </summary>
internal unsafe struct BufferPool
{
    /// <summary>
    /// Bytes of one buffer of a pair: four samples of the largest size, or some sixty usual ones. The kernel's tick
    /// gives at most a sample per millisecond (HZ 1000), and the sampler looks at the latest every 16 ms: 16 usual samples.
    /// </summary>
    public const nuint BufferBytes = 512 << 10;

    // Scratch memory of the handler follows the two buffers.
    private const nuint PairBytes = (2 * BufferBytes) + AwaitScratch.Size;
    private const int MostKept = 64;

    private readonly Stack<nint> _free = new(MostKept);

    public BufferPool()
    {
    }

    /// <summary>Null when the kernel refuses.</summary>
    public readonly byte* TryTake() => _free.TryPop(out nint pair) ? (byte*)pair : AnonymousMemory.TryMap(PairBytes);

    public readonly void Return(byte* pair)
    {
        if (_free.Count == MostKept)
        {
            AnonymousMemory.Unmap(pair, PairBytes);
            return;
        }

        AnonymousMemory.Discard(pair, PairBytes);
        _free.Push((nint)pair);
    }

    public readonly void Trim()
    {
        while (_free.TryPop(out nint pair))
        {
            AnonymousMemory.Unmap((byte*)pair, PairBytes);
        }
    }
}
