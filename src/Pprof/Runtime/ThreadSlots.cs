using System.Runtime.InteropServices;
using Pprof.Images;
using Pprof.Interop;

namespace Pprof.Runtime;

/// <summary>
/// Where each thread keeps the runtime's "current Thread" pointer: a thread-local variable of libcoreclr. A signal handler
/// that reads the Thread through it never meets a freed one: the runtime clears the variable, on the thread itself, before
/// it gives the Thread up. Known of glibc on x64 only; elsewhere <see cref="TryFind"/> answers null.
/// </summary>
/// <remarks>
/// glibc's thread descriptor begins with its own address, the thread's table of thread-local blocks (dtv), and its own address
/// again. The kernel tells the address of a field of it for every thread (the list of robust mutexes). The table has 16
/// bytes a library; libcoreclr's entry leads to the block that holds the variable. At which offset is found out on the
/// calling thread, by its value: the only word that points shortly before the known head of the thread's Frame chain.
/// </remarks>
internal sealed class ThreadSlots
{
    private const ulong TableOffset = 8;
    private const ulong SelfOffset = 16;
    private const ulong TableEntryBytes = 16;
    private const ulong MostDescriptorBytes = 4096;
    private const int MostBlockBytes = 4096;

    // Offsets of the chain's head within the runtime's Thread object that are believed; it is one of the first fields.
    private const ulong MostFrameOffset = 128;
    private const ulong Unallocated = ulong.MaxValue;

    private readonly ulong _headOffset;
    private readonly ulong _module;
    private readonly ulong _slotOffset;

    private ThreadSlots(ulong headOffset, ulong module, ulong slotOffset, ulong frameOffset)
    {
        _headOffset = headOffset;
        _module = module;
        _slotOffset = slotOffset;
        FrameOffset = frameOffset;
    }

    /// <summary>From the Thread to the word that heads its Frame chain.</summary>
    public ulong FrameOffset { get; }

    /// <param name="threadId">The calling thread, which must be managed.</param>
    /// <param name="frameChain">Address of the head of its Frame chain.</param>
    public static ThreadSlots? TryFind(int threadId, ulong frameChain)
    {
        if (frameChain == 0 || FindModule() is not (> 0 and var module) || FindDescriptor(threadId) is not (> 0 and var descriptor))
        {
            return null;
        }

        ulong block = FindBlock(descriptor, module);
        for (ulong offset = 0; block != 0 && offset < MostBlockBytes && SafeMemory.TryRead(block + offset, out ulong word); offset += 8)
        {
            if (frameChain - word is > 0 and < MostFrameOffset)
            {
                return new ThreadSlots(RobustList(threadId) - descriptor, module, offset, frameChain - word);
            }
        }

        return null;
    }

    /// <summary>
    /// Address of the variable for a thread, good until that thread ends; 0 for a thread that has not touched the runtime's
    /// thread-local variables yet. The variable may be null, then and later.
    /// </summary>
    public ulong Find(int threadId)
    {
        ulong head = RobustList(threadId);
        ulong block = head == 0 ? 0 : FindBlock(head - _headOffset, _module);
        return block == 0 ? 0 : block + _slotOffset;
    }

    private static ulong FindBlock(ulong descriptor, ulong module) =>
        SafeMemory.TryRead(descriptor + TableOffset, out ulong table)
        && SafeMemory.TryRead(table - TableEntryBytes, out ulong modules) && module <= modules
        && SafeMemory.TryRead(table + (module * TableEntryBytes), out ulong block) && block != Unallocated
            ? block : 0;

    private static ulong FindDescriptor(int threadId)
    {
        ulong head = RobustList(threadId) & ~7UL;
        for (ulong address = head; head != 0 && address > head - MostDescriptorBytes; address -= 8)
        {
            if (SafeMemory.TryRead(address, out ulong first) && first == address
                && SafeMemory.TryRead(address + SelfOffset, out ulong self) && self == address)
            {
                return address;
            }
        }

        return 0;
    }

    private static unsafe ulong RobustList(int threadId)
    {
        ulong head;
        nuint length;
        return Libc.GetRobustList(threadId, &head, &length) == 0 ? head : 0;
    }

    private static unsafe ulong FindModule()
    {
        string path = Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "libcoreclr.so");
        nuint module = 0;
        try
        {
            return NativeLibrary.TryLoad(path, out nint library) && Libc.DlInfo(library, Libc.RTLD_DI_TLS_MODID, &module) == 0 ? module : 0;
        }
        catch (EntryPointNotFoundException)
        {
            return 0;
        }
    }
}
