using Pprof.Images;
using Pprof.Interop;

namespace Pprof.Runtime;

/// <summary>
/// How one Thread of the runtime's list leads to the next. A link is the address of the next Thread's own link field on
/// .NET 10, and of the next Thread itself on .NET 11; the description has the same names and kinds for both. So both
/// readings are tried on the list as it is: the right one meets the thread that asks. Reads are fault-proof; does not throw.
/// </summary>
internal sealed class ThreadLinks
{
    public const int MostThreads = 1 << 16;

    // Other threads come and go while the list is walked, without its lock.
    private const int Attempts = 5;
    private const int MostNewThreads = 1000;

    private readonly ulong _store;
    private readonly int _first, _count;
    private ulong _back;

    public ThreadLinks(ContractDescriptor d)
    {
        d.Require("Thread", "1", "c1");
        _store = d.Global("ThreadStore");
        _first = d.Offset("ThreadStore", "FirstThreadLink");
        _count = d.Offset("ThreadStore", "ThreadCount");
        Next = d.Offset("Thread", "LinkNext");
        OsId = d.Offset("Thread", "OSId");
    }

    /// <summary>Offset of the link within a Thread.</summary>
    public int Next { get; }

    /// <summary>Offset of the system's id within a Thread.</summary>
    public int OsId { get; }

    /// <summary>Finds out what a link is. Null when one of the readings is right, else what is wrong.</summary>
    public string? Probe()
    {
        int caller = Libc.GetThreadId();
        for (int i = 0; i < Attempts; i++)
        {
            if (Finds(caller, 0) || Finds(caller, (ulong)Next))
                return null;
        }

        return $"the runtime's list of threads does not lead to the thread that asks ({caller}) in either of the known readings";
    }

    /// <summary>How many Threads the runtime says that the list has.</summary>
    public int ReadCount() => SafeMemory.TryRead(_store, out ulong store) && SafeMemory.TryRead(store + (ulong)_count, out int count) ? count : 0;

    public bool TryFirst(out ulong thread)
    {
        thread = 0;
        return SafeMemory.TryRead(_store, out ulong store) && SafeMemory.TryRead(store + (ulong)_first, out ulong link) && TryFollow(link, out thread);
    }

    /// <summary>False at the end of the list, and when the Thread's memory is gone.</summary>
    public bool TryNext(ulong thread, out ulong next)
    {
        next = 0;
        return SafeMemory.TryRead(thread + (ulong)Next, out ulong link) && TryFollow(link, out next);
    }

    /// <param name="link">What stands in a link field.</param>
    /// <param name="thread">The Thread that it leads to.</param>
    public bool TryFollow(ulong link, out ulong thread)
    {
        thread = link == 0 ? 0 : link - _back;
        return thread != 0;
    }

    private bool Finds(int osThreadId, ulong back)
    {
        _back = back;
        // Words taken for links in the wrong reading may lead in a circle.
        int most = ReadCount() + MostNewThreads;
        bool isThread = TryFirst(out ulong thread);
        for (int i = 0; i < most && isThread; i++)
        {
            if (SafeMemory.TryRead(thread + (ulong)OsId, out int id) && id == osThreadId)
                return true;
            isThread = TryNext(thread, out thread);
        }

        return false;
    }
}
