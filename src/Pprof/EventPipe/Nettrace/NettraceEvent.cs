namespace Pprof.EventPipe.Nettrace;

/// <summary>One event, while its block is in memory.</summary>
internal readonly ref struct NettraceEvent(EventMetadata metadata, in EventHeader header, ReadOnlySpan<byte> payload)
{
    public readonly EventMetadata Metadata = metadata;
    public readonly ulong ThreadId = header.ThreadId;
    public readonly uint StackId = header.StackId;

    /// <summary>Nanoseconds of the monotonic clock on Linux.</summary>
    public readonly ulong Timestamp = header.Timestamp;
    public readonly ReadOnlySpan<byte> Payload = payload;
}
