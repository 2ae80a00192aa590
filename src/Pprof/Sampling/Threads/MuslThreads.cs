using System.Runtime.InteropServices;
using Pprof.Images;
using Pprof.Interop;

namespace Pprof.Sampling;

/// <summary>The part of a stack that its thread may use; both are 0 when that is not known.</summary>
internal readonly record struct StackExtent(ulong Low, ulong High);

/// <summary>
/// Where the stacks of threads lie in a process whose C library is musl (Alpine). musl links the descriptors of all threads to a ring,
/// and each has the thread's id and the place and size of its stack. Threads come and go while the ring is walked: reads are
/// fault-proof, the walk is bounded, and a descriptor that does not fit its own address is not believed.
/// </summary>
/// <remarks>
/// <c>struct pthread</c> of musl 1.2.3 on x64
/// (https://git.musl-libc.org/cgit/musl/tree/src/internal/pthread_impl.h?h=v1.2.3). The layout is probed on the calling thread:
/// where it does not fit, no stack is known, and samples end with the page of the stack pointer.
/// </remarks>
internal static class MuslThreads
{
    private const int MostThreads = 65_536;

    // A descriptor lies above its stack, behind the thread-local variables of the libraries.
    private const ulong MostThreadLocalBytes = 64UL << 20;

    private static readonly Lazy<bool> s_isMusl = new(Probe);

    /// <summary>The process runs on musl, and its descriptors are as they are known here.</summary>
    public static bool IsMusl => s_isMusl.Value;

    /// <summary>Every thread but the first, by its id.</summary>
    public static Dictionary<int, StackExtent> ReadAll()
    {
        Dictionary<int, StackExtent> found = [];
        foreach (Descriptor thread in Walk())
            found[thread.Id] = new StackExtent(thread.Stack - thread.StackSize, thread.Stack);
        return found;
    }

    /// <summary>One thread's stack. Cost: a system call for each thread before it in the ring.</summary>
    public static StackExtent Find(int threadId)
    {
        if (!IsMusl)
            return default;
        Descriptor thread = Walk().FirstOrDefault(thread => thread.Id == threadId);
        return new StackExtent(thread.Stack - thread.StackSize, thread.Stack);
    }

    private static IEnumerable<Descriptor> Walk()
    {
        ulong own = Libc.GetSelf();
        ulong address = own;
        for (int i = 0; i < MostThreads && SafeMemory.TryRead(address, out Descriptor thread) && thread.Self == address; i++)
        {
            if (thread.HasStackBelow(address))
                yield return thread;
            address = thread.Next;
            if (address == own)
                yield break;
        }
    }

    // glibc registers a list of robust mutexes for every thread, musl for next to none: and only then are the words read for a ring.
    private static unsafe bool Probe()
    {
        ulong head;
        nuint length;
        int id = Libc.GetThreadId();
        ulong own = Libc.GetSelf();
        return Libc.GetRobustList(id, &head, &length) == 0 && head == 0
            && SafeMemory.TryRead(own, out Descriptor thread) && thread.Self == own && thread.Id == id
            && SafeMemory.TryRead(thread.Next, out Descriptor next) && next.Self == thread.Next && next.Previous == own;
    }

    [StructLayout(LayoutKind.Explicit)]
    internal struct Descriptor
    {
        [FieldOffset(0)]
        public ulong Self;

        [FieldOffset(16)]
        public ulong Previous;

        [FieldOffset(24)]
        public ulong Next;

        [FieldOffset(48)]
        public int Id;

        [FieldOffset(88)]
        public ulong Stack;

        [FieldOffset(96)]
        public ulong StackSize;

        // The first thread has none here: the kernel made its stack.
        public readonly bool HasStackBelow(ulong address) =>
            Stack != 0 && Stack <= address && address - Stack < MostThreadLocalBytes && StackSize != 0 && StackSize < Stack;
    }
}
