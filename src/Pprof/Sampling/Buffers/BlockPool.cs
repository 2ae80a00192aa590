namespace Pprof.Sampling;

/// <summary>
/// Hands out <see cref="SampleBlock"/>s. Their memory is mapped in chunks and never unmapped; a returned block goes to the
/// end of a queue and gets the next generation when it is taken again. A signal of a deleted timer that is still under way
/// finds another generation and does nothing. Only after 255 lives of one block could a single signal, delayed through all
/// of them, be taken for a new one; it would then be recorded as a sample of another thread's stack, and harm nothing.
/// </summary>
internal static unsafe class BlockPool
{
    private const nuint ChunkBytes = 64 << 10;

    private static readonly Lock Gate = new();
    private static readonly Queue<nint> s_free = new();
    private static BufferPool s_buffers = new();
    private static int s_taken;

    /// <summary>A block that no signal is ever recorded in.</summary>
    public static SampleBlock* ClosedBlock { get; } = TakeBlock();

    /// <summary>An open block with two empty buffers, or null when there is no memory for them.</summary>
    public static SampleBlock* TryTake(SharedWords* shared)
    {
        lock (Gate)
        {
            SampleBlock* block = TakeBlock();
            if (block->Buffers == null && (block->Buffers = s_buffers.TryTake()) == null)
            {
                s_free.Enqueue((nint)block);
                return null;
            }

            s_taken++;
            Open(block, shared);
            return block;
        }
    }

    /// <summary>Closes a block whose timer is deleted. A handler still in it (a thread stopped in the middle) keeps the buffers from being reused.</summary>
    public static void Return(SampleBlock* block)
    {
        Close(block);
        lock (Gate)
        {
            if (Volatile.Read(ref block->Writers) == 0)
            {
                s_buffers.Return(block->Buffers);
                block->Buffers = null;
            }

            s_free.Enqueue((nint)block);
            if (--s_taken == 0)
            {
                s_buffers.Trim();
            }
        }
    }

    /// <summary>After this, when <see cref="SampleBlock.Writers"/> is seen as zero, nobody writes to the buffers any more.</summary>
    public static void Close(SampleBlock* block)
    {
        Volatile.Write(ref block->Generation, 0);
        Interlocked.MemoryBarrier();
    }

    // A block with a writer left over from its last life waits at the end of the queue for another turn.
    private static SampleBlock* TakeBlock()
    {
        for (int tries = s_free.Count; tries > 0; tries--)
        {
            SampleBlock* block = (SampleBlock*)s_free.Dequeue();
            if (Volatile.Read(ref block->Writers) == 0)
            {
                return block;
            }

            s_free.Enqueue((nint)block);
        }

        return AddChunk();
    }

    // The chunk's first block for the caller, the others into the queue.
    private static SampleBlock* AddChunk()
    {
        byte* chunk = AnonymousMemory.Map(ChunkBytes);
        for (nuint offset = SampleBlock.Alignment; offset < ChunkBytes; offset += SampleBlock.Alignment)
        {
            s_free.Enqueue((nint)(chunk + offset));
        }

        return (SampleBlock*)chunk;
    }

    // The generation last: it is what lets the handler in.
    private static void Open(SampleBlock* block, SharedWords* shared)
    {
        block->Active = 0;
        block->Shared = shared;
        block->StackLow = ulong.MaxValue;
        block->StackHigh = 0;
        block->Thread = null;
        block->KnownThread = 0;
        block->FrameOffset = 0;
        block->Capacity = BufferPool.BufferBytes;
        block->Scratch = (AwaitScratch*)(block->Buffers + (2 * BufferPool.BufferBytes));
        block->Labels = default;
        block->Lost = 0;
        block->Used[0] = 0;
        block->Used[1] = 0;
        block->LastGeneration = (block->LastGeneration % (SampleBlock.Alignment - 1)) + 1;
        Volatile.Write(ref block->Generation, block->LastGeneration);
    }
}
