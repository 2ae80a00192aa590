using Pprof.Images;

namespace Pprof.Runtime;

/// <summary>
/// The runtime's list of its threads. A sampler arms a thread with the address of the head of that thread's chain of
/// explicit Frames, which the signal handler then reads in one load. Never called in a signal handler.
/// Threads come and go while the list is walked, without its lock: reads are fault-proof, the walk is bounded, and a search
/// that ended early because an element was unlinked under it is repeated.
/// </summary>
internal sealed class ThreadList
{
    private const int Attempts = 3;

    // Thread::TS_Dead: the system thread is gone and its id may be in use again.
    private const uint Dead = 0x800;

    private readonly ThreadLinks _links;
    private readonly int _state, _frame, _mode;
    private readonly ulong _suspender;

    private ThreadList(ContractDescriptor d)
    {
        _links = new ThreadLinks(d);
        _state = d.Offset("Thread", "State");
        _frame = d.Offset("Thread", "Frame");
        _suspender = d.GlobalIfAny("GCThread");
        _mode = d.OffsetOr("Thread", "PreemptiveGCDisabled", -1);
    }

    /// <summary>Null with the reason when this runtime describes its threads in another way than the known one.</summary>
    public static ThreadList? TryCreate(ContractDescriptor descriptor, out string? reason)
    {
        var list = new ThreadList(descriptor);
        reason = descriptor.TakeMissing() ?? list._links.Probe();
        return reason is null ? list : null;
    }

    /// <summary>The part of a Thread between the head of its Frame chain and its system id, which is one of its later fields.</summary>
    public ThreadLayout Layout => new(_state - _frame, (uint)Math.Max((_links.OsId - _frame) & ~7, 0))
    {
        HeadOffset = (uint)_frame,
        Suspender = _suspender,
        ModeOffset = _mode < 0 ? null : _mode - _frame,
    };

    /// <summary>
    /// Where the thread's <c>m_pFrame</c> lies; 0 when the runtime does not know the thread. The address is good for as long as
    /// that thread runs managed code or can return to it.
    /// </summary>
    public ulong FindFrameChainAddress(int osThreadId)
    {
        // Threads that were made and not started have the id 0.
        ulong thread = 0;
        for (int i = 0; i < Attempts && thread == 0 && osThreadId > 0; i++)
            thread = FindThread((uint)osThreadId);
        return thread == 0 ? 0 : thread + (ulong)_frame;
    }

    // The last match counts: new threads are put at the end, and a thread id is used again only after its thread is gone.
    private ulong FindThread(uint osThreadId)
    {
        ulong found = 0;
        bool isThread = _links.TryFirst(out ulong thread);
        for (int i = 0; i < ThreadLinks.MostThreads && isThread; i++)
        {
            if (IsAlive(thread, osThreadId))
                found = thread;
            isThread = _links.TryNext(thread, out thread);
        }

        return found;
    }

    private bool IsAlive(ulong thread, uint osThreadId) =>
        SafeMemory.TryRead(thread + (ulong)_links.OsId, out uint id) && id == osThreadId
        && SafeMemory.TryRead(thread + (ulong)_state, out uint state) && (state & Dead) == 0;
}
