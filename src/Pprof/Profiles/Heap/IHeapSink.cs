namespace Pprof.Profiles.Heap;

/// <summary>
/// Takes what a <see cref="IHeapTracker"/> finds. Called by one thread at a time, which may be any; allocates for what was not met before and
/// nothing in the steady state; never throws; must not be called while holding a lock that a writer of the profile may wait for.
/// </summary>
internal interface IHeapSink
{
    /// <summary>What <see cref="OnAllocation"/> answers when the sample is counted but not followed: there is no room, or liveness is off.</summary>
    const int NotFollowed = -1;

    /// <summary>The sample's number, which is used again after it was reported dead or unknown; or <see cref="NotFollowed"/>, never to be reported.</summary>
    int OnAllocation(in HeapAllocation allocation);

    /// <summary>A collection has found the object unreachable. Once for each number.</summary>
    void OnDeath(int number);

    /// <summary>Whether the object lives is not known any more, because of a loss. Instead of <see cref="OnDeath"/>, once for each number.</summary>
    void OnUnknown(int number);

    /// <summary>
    /// A collection that began at this time, or later, has completed, and all deaths it brought were reported. Samples taken before it that are
    /// neither dead nor unknown have survived it. Those taken after it are no collection's affair yet and are not shown as live: most are garbage.
    /// A tracker that cannot tell never calls this; all its samples are then shown until they are dead.
    /// </summary>
    /// <param name="start">Nanoseconds of the monotonic clock; a time that is too early by a little is safe.</param>
    void OnCollection(long start);
}

/// <summary>An allocation that the runtime has sampled. Valid during the call it is passed to.</summary>
internal readonly ref struct HeapAllocation
{
    /// <summary>Return addresses in managed code, leaf first, as the stack of an event.</summary>
    public required ReadOnlySpan<ulong> Stack { get; init; }

    /// <summary>The object's type as the runtime names it, UTF-16 as in the event, without the terminating zero; empty when unknown.</summary>
    public required ReadOnlySpan<char> TypeName { get; init; }

    /// <summary>The runtime's own identity of the type, its MethodTable; 0 when unknown.</summary>
    public ulong TypeHandle { get; init; }

    /// <summary>Bytes of the one object, as the runtime reports them.</summary>
    public required long Size { get; init; }

    /// <summary>Number that the kernel gives to the allocating thread; 0 when unknown.</summary>
    public required int OsThreadId { get; init; }

    /// <summary>When, in nanoseconds of the monotonic clock.</summary>
    public required long Timestamp { get; init; }
}
