using Pprof.Sampling;

namespace Pprof.Profiles.Operations;

/// <summary>
/// Since when threads have not run, by the kernel's clocks of their CPU time: a clock that stands still is a thread that waits. <see cref="Look"/> is called by
/// <c>pprof ages</c>; the answers are for any thread.
/// </summary>
internal sealed class ThreadAges
{
    private readonly Lock _gate = new();
    private readonly List<TaskEntry> _threads = [];
    private Dictionary<int, (long Used, long Since)> _known = [];

    /// <param name="timestamp">Of now.</param>
    public void Look(long timestamp)
    {
        using TaskDirectory directory = new();
        if (!directory.TryRead(_threads))
        {
            return;
        }

        Dictionary<int, (long Used, long Since)> seen = new(_threads.Count);
        foreach (TaskEntry thread in _threads)
        {
            long used = CpuClock.Read(CpuClock.OfThread(thread.Id));
            bool stands = _known.TryGetValue(thread.Id, out (long Used, long Since) before) && before.Used == used;
            seen[thread.Id] = stands ? before : (used, timestamp);
        }

        lock (_gate)
        {
            _known = seen;
        }
    }

    public void Clear()
    {
        lock (_gate)
        {
            _known = [];
        }
    }

    /// <summary>The first look that has found the thread as it is now; null when it has run since the last one.</summary>
    public long? StandsSince(int threadId)
    {
        (long Used, long Since) one;
        lock (_gate)
        {
            if (!_known.TryGetValue(threadId, out one))
            {
                return null;
            }
        }

        return one.Used >= 0 && one.Used == CpuClock.Read(CpuClock.OfThread(threadId)) ? one.Since : null;
    }
}
