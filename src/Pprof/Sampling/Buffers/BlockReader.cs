namespace Pprof.Sampling;

/// <summary>
/// Takes the samples out of a block while its thread goes on writing. Runs on the sampler's thread; never waits for a
/// handler. The buffers are swapped first, then <see cref="SampleBlock.Writers"/> is read; the handler counts itself in
/// first, then reads which buffer is active. Each does its second step after a full barrier, so when the reader sees zero
/// every handler that could still write to the old buffer has left, and those to come write to the other.
/// </summary>
internal unsafe struct BlockReader(SampleBlock* block)
{
    private bool _swapped;
    private bool _taken;

    public readonly SampleBlock* Block => block;

    /// <summary>A handler is still at work in samples that are to be handed over.</summary>
    public readonly bool IsWaiting => _swapped && !_taken;

    /// <summary>What the last <see cref="TryTake"/> handed over, until it is released.</summary>
    public readonly RecordBuffer Taken => new(OldBuffer, Math.Min(block->Used[OldIndex], (long)block->Capacity));

    /// <summary>
    /// Hands over what was written since the last time. False when that is nothing, or when a handler is still at work in
    /// it; then a later call gets it. After true, <see cref="Release(long)"/> must follow before the next call.
    /// </summary>
    public bool TryTake(out RecordBuffer records)
    {
        records = default;
        if (!_swapped && !TrySwap() || Volatile.Read(ref block->Writers) != 0)
        {
            return false;
        }

        _taken = true;
        records = Taken;
        return true;
    }

    /// <param name="bytesKept">A buffer that held more goes back to the kernel, page by page.</param>
    public void Release(long bytesKept)
    {
        long used = block->Used[OldIndex];
        block->Used[OldIndex] = 0;
        _swapped = false;
        _taken = false;
        if (used > bytesKept)
        {
            AnonymousMemory.Discard(OldBuffer, (nuint)block->Capacity);
        }
    }

    /// <summary>Weight of the samples that found no room since the last call.</summary>
    public readonly long TakeLost() => Volatile.Read(ref block->Lost) == 0 ? 0 : Interlocked.Exchange(ref block->Lost, 0);

    private readonly uint OldIndex => block->Active ^ 1;

    private readonly byte* OldBuffer => block->Buffers + (OldIndex * block->Capacity);

    private bool TrySwap()
    {
        if (Volatile.Read(ref block->Used[block->Active]) == 0)
        {
            return false;
        }

        block->Active ^= 1;
        _swapped = true;
        Interlocked.MemoryBarrier();
        return true;
    }
}
