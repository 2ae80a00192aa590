using Pprof.EventPipe.Hub;

namespace Pprof.Profiles.Heap;

/// <summary>Follows sampled allocations until they are dead. Started and stopped by one thread at a time; the other members by any.</summary>
internal interface IHeapTracker
{
    /// <summary>For the profile's comments: <c>agent</c>, <c>gc events</c>.</summary>
    string Name { get; }

    /// <summary>Whether it says which samples die; else it only reports allocations.</summary>
    bool FollowsLiveness => true;

    /// <summary>Of what was lost on the way: samples and deaths that the sink was not told of. Since the process began; may be less for
    /// a moment, while sessions are exchanged.</summary>
    long Lost { get; }

    /// <summary>Why nothing comes any more although it was not stopped, one sentence without its full stop; null when all is well.</summary>
    string? Fault { get; }

    /// <summary>Null when allocations are reported from now on; else the reason, one sentence without its full stop, and nothing has changed.</summary>
    string? TryStart(IHeapSink sink);

    /// <summary>After it has returned the sink is not called any more; what the sink has stays. No-op when not started.</summary>
    void Stop();

    /// <summary>
    /// Waits until everything allocated before this call has been reported, and every death as of the last completed collection. False when it is
    /// not known to be complete.
    /// </summary>
    bool Refresh(FlushLimit limit);
}
