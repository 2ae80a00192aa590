namespace Pprof.EventPipe.Nettrace;

/// <summary>One event, while its block is in memory.</summary>
internal readonly ref struct NettraceEvent(EventMetadata metadata, in EventHeader header, ReadOnlySpan<byte> payload, long lost, Continuity continuity = default)
{
    public readonly EventMetadata Metadata = metadata;
    public readonly ulong ThreadId = header.ThreadId;
    public readonly uint StackId = header.StackId;

    /// <summary>Nanoseconds of the monotonic clock on Linux. Two sessions that get the same event each take their own.</summary>
    public readonly ulong Timestamp = header.Timestamp;

    /// <summary>All events that are older than this one stand before it in the stream.</summary>
    public readonly bool IsSorted = header.IsSorted;

    public readonly Continuity Continuity = continuity;
    public readonly ReadOnlySpan<byte> Payload = payload;

    /// <summary>Events of the stream that were found missing until now.</summary>
    public readonly long Lost = lost;
}
