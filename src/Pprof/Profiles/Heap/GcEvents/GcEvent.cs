namespace Pprof.Profiles.Heap;

/// <summary>An event about a collection, while it is in a queue's hands.</summary>
internal readonly ref struct GcEvent(ulong time, ulong thread, GcEventKind kind, ReadOnlySpan<byte> payload)
{
    /// <summary>Nanoseconds of the monotonic clock.</summary>
    public readonly ulong Time = time;

    /// <summary>Who raised it.</summary>
    public readonly ulong Thread = thread;

    public readonly GcEventKind Kind = kind;

    public readonly ReadOnlySpan<byte> Payload = payload;
}
