using Pprof.Runtime;
using Pprof.Sampling;

namespace Pprof.Recording;

/// <summary>What the profile <c>goroutine</c> holds at one moment.</summary>
internal sealed class GoroutineSnapshot
{
    private GoroutineSnapshot(IReadOnlyList<ThreadUnit> threads, IReadOnlyList<string> comments)
    {
        Threads = threads;
        Comments = comments;
    }

    /// <summary>The caller's first, then in the order in which the runtime came to know them.</summary>
    public IReadOnlyList<ThreadUnit> Threads { get; }

    public IReadOnlyList<string> Comments { get; }

    public int Count => Threads.Count;

    public static GoroutineSnapshot Take()
    {
        ProfilingParts parts = ProfilingParts.OfCounts;
        ThreadCollector collector = new(parts, StackCapture.CurrentThreadId);
        using (ThreadSnapshot snapshot = new(parts.Roster, parts.Frames, parts.Threads is { } threads ? threads.FindFrameChainAddress : null))
        {
            snapshot.Take(parts.Roster?.Read() ?? [], collector);
        }

        // Running threads answer later than waiting ones.
        collector.Others.Sort((one, other) => one.Thread.ManagedId.CompareTo(other.Thread.ManagedId));
        return new GoroutineSnapshot(collector.Caller is { } caller ? [caller, .. collector.Others] : collector.Others, []);
    }
}
