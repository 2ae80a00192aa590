using Pprof.Images;

namespace Pprof.Runtime;

/// <summary>
/// All threads that the runtime knows of. The list is walked without its lock while threads come and go: reads are
/// fault-proof, the walk is bounded, and one that ended early because an element was taken out under it is repeated.
/// Any thread but a signal handler; does not throw.
/// </summary>
internal sealed class ThreadRoster
{
    private const int Attempts = 5;

    private readonly ThreadLinks _links;

    private ThreadRoster(ContractDescriptor d)
    {
        _links = new ThreadLinks(d);
        State = d.Offset("Thread", "State");
        PreemptiveDisabled = d.Offset("Thread", "PreemptiveGCDisabled");
        Frame = d.Offset("Thread", "Frame");
        ManagedId = d.Offset("Thread", "Id");
        Bytes = Math.Max(Math.Max(_links.Next, OsId), Math.Max(Frame, ManagedId)) + sizeof(ulong);
        Layout = new ThreadLayout(State - Frame, (uint)Math.Max((OsId - Frame) & ~7, 0));
    }

    /// <summary>How many bytes of a Thread hold everything that <see cref="ThreadWords"/> tells.</summary>
    public int Bytes { get; }

    public ThreadLayout Layout { get; }

    internal int State { get; }

    internal int PreemptiveDisabled { get; }

    internal int Frame { get; }

    internal int ManagedId { get; }

    internal int OsId => _links.OsId;

    internal int Link => _links.Next;

    /// <summary>Null with the reason when this runtime describes its threads in another way than the known one.</summary>
    public static ThreadRoster? TryCreate(ContractDescriptor descriptor, out string? reason)
    {
        ThreadRoster roster = new(descriptor);
        reason = descriptor.TakeMissing() ?? roster._links.Probe();
        return reason is null ? roster : null;
    }

    /// <summary>
    /// The started threads that have not ended, in the order in which the runtime came to know them: when a thread is in the
    /// answer, so is every one that was there before it and still is.
    /// </summary>
    public List<RuntimeThread> Read()
    {
        List<RuntimeThread> best = [];
        int mostVisited = -1;
        for (int i = 0; i < Attempts; i++)
        {
            int expected = _links.ReadCount();
            List<RuntimeThread> threads = [];
            int visited = Walk(threads);
            if (visited > mostVisited)
            {
                (best, mostVisited) = (threads, visited);
            }

            if (visited >= expected)
            {
                break;
            }
        }

        return best;
    }

    /// <summary>Copies the words of a Thread that may be gone; false when its memory is.</summary>
    public bool TryRead(ulong thread, Span<byte> buffer, out ThreadWords words)
    {
        words = new ThreadWords(buffer, this);
        return SafeMemory.TryRead(thread, buffer[..Bytes]);
    }

    private int Walk(List<RuntimeThread> threads)
    {
        Span<byte> buffer = stackalloc byte[Bytes];
        int visited = 0;
        bool isThread = _links.TryFirst(out ulong thread);
        while (isThread && visited < ThreadLinks.MostThreads && TryRead(thread, buffer, out ThreadWords words))
        {
            visited++;
            if (words.IsAlive)
            {
                threads.Add(new RuntimeThread(thread, words.OsId, words.ManagedId));
            }

            isThread = _links.TryFollow(words.Link, out thread);
        }

        return visited;
    }
}
