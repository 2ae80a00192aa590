using Pprof.EventPipe.Nettrace;

namespace Pprof.EventPipe.Hub;

/// <summary>An event with the stack that raised it. Valid during the call it is passed to.</summary>
internal readonly ref struct StackedEvent(in NettraceEvent source, ReadOnlySpan<ulong> stack)
{
    /// <summary>The runtime's own limit: it records the innermost frames and cuts off the root.</summary>
    public const int MostFrames = 100;

    public readonly EventMetadata Metadata = source.Metadata;
    public readonly ulong ThreadId = source.ThreadId;

    /// <summary>Nanoseconds of the monotonic clock on Linux.</summary>
    public readonly ulong Timestamp = source.Timestamp;

    /// <summary>Tells whether events of this thread are missing between an earlier one and this.</summary>
    public readonly Continuity Continuity = source.Continuity;
    public readonly ReadOnlySpan<byte> Payload = source.Payload;

    /// <summary>Return addresses in managed code, leaf first; empty for kinds of events that have no stack.</summary>
    public readonly ReadOnlySpan<ulong> Stack = stack;
}
