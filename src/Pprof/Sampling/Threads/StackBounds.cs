using System.Runtime.InteropServices;
using Pprof.Images;
using Pprof.Interop;

namespace Pprof.Sampling;

/// <summary>
/// Finds where a thread's stack lies, from outside. glibc registers with the kernel the head of each thread's list of robust
/// mutexes, a field of the thread's descriptor, and puts that descriptor at the top of the stack it maps, also of a stack the
/// program supplied. musl registers it only for threads that use such a mutex: there <see cref="MuslThreads"/> tells. So everything from the stack's start, or else the mapping's, up to that address is stack
/// (and thread-local data), and stays mapped while the thread lives. Only the main thread's descriptor lies elsewhere.
/// </summary>
internal sealed unsafe class StackBounds : IDisposable
{
    // Where the kernel keeps room below the main stack for growth: rlimit, but at least this much below no mapping is put.
    private const ulong MainStackRoom = 128UL << 20;

    private static ulong s_mainStackTop;

    private int _maps = Libc.Open("/proc/self/maps", Libc.O_RDONLY | Libc.O_CLOEXEC);
    private MemoryMap? _snapshot;
    private Dictionary<int, StackExtent>? _ring;

    /// <summary>False when nothing is known of this thread's stack (yet): its samples end with the page of the stack pointer.</summary>
    public bool TrySet(SampleBlock* block, int threadId)
    {
        bool found = threadId == Environment.ProcessId ? TryFindMain(out ulong low, out ulong high) : TryFind(threadId, out low, out high);
        if (found)
        {
            // High first: with only one of the two in place the handler takes the stack for unknown.
            block->StackHigh = high;
            Volatile.Write(ref block->StackLow, low);
        }

        return found;
    }

    /// <summary>Null when the kernel tells where stacks are, as of the calling thread's; else why it does not.</summary>
    public static string? WhyUnknown()
    {
        ulong head;
        nuint length;
        return Libc.GetRobustList(Libc.GetThreadId(), &head, &length) == 0 ? null
            : $"the kernel or a sandbox refuses get_robust_list (error {Marshal.GetLastPInvokeError()}). Allow it";
    }

    /// <summary>The first address behind a thread's stack. Any thread; reads a file once, for the main thread.</summary>
    public static bool TryFindEnd(int threadId, out ulong end) =>
        threadId == Environment.ProcessId ? TryFindMain(out _, out end)
            : MuslThreads.IsMusl ? (end = MuslThreads.Find(threadId).High) != 0 : TryFindHead(threadId, out end);

    /// <summary>What is mapped, and which threads musl knows, is read once for all threads found together.</summary>
    public void Forget()
    {
        _snapshot = null;
        _ring = null;
    }

    public void Dispose()
    {
        if (_maps >= 0)
        {
            _ = Libc.Close(_maps);
            _maps = -1;
        }
    }

    /// <summary>Where a thread's stack ends, or shortly behind; 0 when that is not known (yet).</summary>
    public static ulong FindTop(int threadId)
    {
        ulong head;
        nuint length;
        return threadId == Environment.ProcessId ? FindMainTop()
            : Libc.GetRobustList(threadId, &head, &length) != 0 ? 0
            : head != 0 ? head & ~7UL : MuslThreads.Find(threadId).High;
    }

    // The main stack grows down, so its mapping's start says little; the mapping always reaches from the signal's own frame
    // to the top, and the kernel puts nothing else into the room it grows into.
    private static bool TryFindMain(out ulong low, out ulong high)
    {
        high = FindMainTop();
        low = high - Math.Min(MainStackRoom, high);
        return high != 0;
    }

    private static ulong FindMainTop() => s_mainStackTop != 0 ? s_mainStackTop : s_mainStackTop = ReadMainStackTop();

    // 0 when the map cannot be read just now, as when the process has used up its file descriptors.
    private static ulong ReadMainStackTop() => MemoryMap.Read().Regions.FirstOrDefault(region => region.Path == "[stack]")?.End ?? 0;

    private bool TryFind(int threadId, out ulong low, out ulong high)
    {
        if (MuslThreads.IsMusl)
        {
            (low, high) = (_ring ??= MuslThreads.ReadAll()).GetValueOrDefault(threadId);
            return high != 0;
        }

        low = 0;
        if (!TryFindHead(threadId, out high) || !TryFindMapping(high, out ulong mapping))
        {
            return false;
        }

        low = ThreadDescriptor.FindStackStart(high, mapping);
        return true;
    }

    // The kernel's word for where the thread's descriptor is.
    private static bool TryFindHead(int threadId, out ulong head)
    {
        ulong registered;
        nuint length;
        head = Libc.GetRobustList(threadId, &registered, &length) == 0 ? registered & ~7UL : 0;
        return head != 0;
    }

    private bool TryFindMapping(ulong address, out ulong start)
    {
        Libc.MappingQuery query = new() { Size = (ulong)sizeof(Libc.MappingQuery), Address = address };
        if (_maps >= 0 && Libc.QueryMapping(_maps, &query) == 0)
        {
            start = query.Start;
            return true;
        }

        MappedRegion? region = (_snapshot ??= MemoryMap.Read()).Find(address);
        start = region?.Start ?? 0;
        return region is not null;
    }
}
