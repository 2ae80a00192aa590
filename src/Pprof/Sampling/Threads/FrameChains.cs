using Pprof.Interop;
using Pprof.Runtime;

namespace Pprof.Sampling;

/// <summary>
/// Tells the handler where to read a thread's chain of explicit Frames. Two ways: through the thread's own variable that
/// names its Thread, found once for each thread; or, where that variable cannot be found, at the address the runtime's
/// thread list gives. The second reads a Thread the runtime may already have given up, in the last microseconds of the
/// OS thread: freed memory of the C heap, but mapped, unless the heap gave that very page back meanwhile.
/// Sampler's thread and caller of Start.
/// </summary>
internal sealed unsafe class FrameChains
{
    private static readonly Lock Gate = new();
    private static ThreadSlots? s_slots;
    private static bool s_searched;

    private readonly Func<int, ulong>? _find;
    private readonly ThreadSlots? _slots;

    /// <param name="find">From the kernel's id of a thread to the address of its chain's head, 0 for none; null for no chains at all.</param>
    public FrameChains(Func<int, ulong>? find)
    {
        _find = find;
        _slots = find is null ? null : FindSlots(find);
    }

    /// <summary>Leaves the block as it is when the thread is not known to the runtime (yet).</summary>
    public void TrySet(SampleBlock* block, int threadId)
    {
        if (_slots is not null)
        {
            block->FrameOffset = _slots.FrameOffset;
            Volatile.Write(ref *(ulong*)&block->Thread, _slots.Find(threadId));
        }
        else if (_find is not null)
        {
            SetKnown(block, _find(threadId));
        }
    }

    public static void SetKnown(SampleBlock* block, ulong frameChainAddress)
    {
        block->KnownThread = frameChainAddress;
        Volatile.Write(ref *(ulong*)&block->Thread, frameChainAddress == 0 ? 0 : (ulong)&block->KnownThread);
    }

    /// <summary>Once for the process: the calling thread is managed, so it has both a Thread and the variable. Null where the variable cannot be found.</summary>
    public static ThreadSlots? FindSlots(Func<int, ulong> find)
    {
        lock (Gate)
        {
            if (!s_searched && find(Libc.GetThreadId()) is var chain and not 0)
            {
                s_slots = ThreadSlots.TryFind(Libc.GetThreadId(), chain);
                s_searched = true;
            }

            return s_slots;
        }
    }
}
