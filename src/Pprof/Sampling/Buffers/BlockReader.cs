namespace Pprof.Sampling;

/// <summary>
/// Takes the samples out of a block while its thread goes on writing. Runs on the sampler's thread; never waits for a
/// handler. The buffers are swapped first, then <see cref="SampleBlock.Writers"/> is read; the handler counts itself in
/// first, then reads which buffer is active. Each does its second step after a full barrier, so when the reader sees zero
/// every handler that could still write to the old buffer has left, and those to come write to the other.
/// </summary>
internal unsafe struct BlockReader(SampleBlock* block)
{
    // A buffer in use by more than this is given back to the kernel after reading: 1,000 threads with two buffers each
    // then hold at most 32 MB.
    private const long BytesKept = 16 << 10;

    private bool _swapped;

    public readonly SampleBlock* Block => block;

    /// <summary>True when there was nothing to hand over, or all of it was; false when a handler is still at work: try again later.</summary>
    public bool TryDrain<TReceiver>(TReceiver receiver)
        where TReceiver : IRecordReceiver, allows ref struct
    {
        if (!_swapped)
        {
            if (block->Used[block->Active] == 0)
            {
                return true;
            }

            block->Active ^= 1;
            _swapped = true;
            Interlocked.MemoryBarrier();
        }

        if (Volatile.Read(ref block->Writers) != 0)
        {
            return false;
        }

        Read(block->Active ^ 1, receiver);
        _swapped = false;
        return true;
    }

    public readonly long TakeLost() => Volatile.Read(ref block->Lost) == 0 ? 0 : Interlocked.Exchange(ref block->Lost, 0);

    // The buffer is marked empty even when the receiver throws: a sample is handed over once.
    private readonly void Read<TReceiver>(uint index, TReceiver receiver)
        where TReceiver : IRecordReceiver, allows ref struct
    {
        byte* buffer = block->Buffers + (index * block->Capacity);
        long used = Math.Min(block->Used[index], (long)block->Capacity);
        try
        {
            for (long offset = 0; offset < used && ((SampleRecord*)(buffer + offset))->Size is var size and not 0; offset += size)
            {
                receiver.OnRecord((SampleRecord*)(buffer + offset));
            }
        }
        finally
        {
            block->Used[index] = 0;
            if (used > BytesKept)
            {
                AnonymousMemory.Discard(buffer, (nuint)block->Capacity);
            }
        }
    }
}
