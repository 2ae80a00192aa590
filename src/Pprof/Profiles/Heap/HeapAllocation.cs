namespace Pprof.Profiles.Heap;

/// <summary>An allocation that the runtime has sampled. Valid during the call it is passed to.</summary>
internal readonly ref struct HeapAllocation
{
    /// <summary>Return addresses in managed code, leaf first, as the stack of an event.</summary>
    public required ReadOnlySpan<ulong> Stack { get; init; }

    /// <summary>The object's type as the runtime names it, UTF-16 as in the event, without the terminating zero; empty when unknown.</summary>
    public required ReadOnlySpan<char> TypeName { get; init; }

    /// <summary>Bytes of the one object, as the runtime reports them.</summary>
    public required long Size { get; init; }

    /// <summary>Number that the kernel gives to the allocating thread; 0 when unknown.</summary>
    public required int OsThreadId { get; init; }

    /// <summary>When, in nanoseconds of the monotonic clock.</summary>
    public required long Timestamp { get; init; }
}
