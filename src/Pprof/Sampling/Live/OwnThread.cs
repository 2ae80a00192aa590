using System.Runtime.CompilerServices;
using Pprof.Interop;
using Pprof.Runtime;

namespace Pprof.Sampling.Live;

/// <summary>
/// What a thread must know of itself to walk its own stack: where the stack ends, and where the head of the runtime's chain
/// of explicit Frames lies. Found once for each thread, in some ten system calls, and kept in three words of it; the head is good for as
/// long as the thread runs managed code. Managed threads only; neither throws nor locks after the first call of the process.
/// </summary>
internal sealed class OwnThread
{
    [ThreadStatic]
    private static Place t_place;

    private readonly ThreadList _threads;
    private readonly ThreadSlots? _slots;

    /// <param name="threads">The runtime's list of threads.</param>
    public OwnThread(ThreadList threads)
    {
        _threads = threads;
        _slots = FrameChains.FindSlots(threads.FindFrameChainAddress);
    }

    /// <summary>The calling thread's. Both are 0 when they cannot be found, which is remembered as well.</summary>
    /// <param name="frameChain">Address of the word that heads the chain; the words behind it belong to the thread's Thread.</param>
    /// <param name="stackEnd">First address behind the stack.</param>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public void Find(out ulong frameChain, out ulong stackEnd)
    {
        ref Place place = ref t_place;
        if (!place.IsKnown)
        {
            place = Search();
        }

        (frameChain, stackEnd) = (place.FrameChain, place.StackEnd);
    }

    private Place Search()
    {
        int id = Libc.GetThreadId();
        ulong chain = FindFrameChain(id);
        return chain != 0 && StackBounds.TryFindEnd(id, out ulong end)
            ? new Place { FrameChain = chain, StackEnd = end, IsKnown = true }
            : new Place { IsKnown = true };
    }

    // Through the thread's own variable where that is known: the list has a thousand entries where there are a thousand threads.
    private unsafe ulong FindFrameChain(int id)
    {
        ulong slot = _slots?.Find(id) ?? 0;
        ulong thread = slot == 0 ? 0 : *(ulong*)slot;
        return thread == 0 ? _threads.FindFrameChainAddress(id) : thread + _slots!.FrameOffset;
    }

    private struct Place
    {
        public ulong FrameChain;
        public ulong StackEnd;
        public bool IsKnown;
    }
}
