namespace Pprof.Profiles.Heap;

/// <summary>Takes events about collections in the order of their time.</summary>
internal interface IGcEventTaker
{
    void OnGcEvent(in GcEvent gcEvent);
}

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

/// <summary>What the runtime says about a collection; the values are the numbers of its events.</summary>
internal enum GcEventKind : byte
{
    /// <summary>With its number and the oldest generation it collects; a background collection is told by what follows.</summary>
    Start = 1,

    /// <summary>With its number. A blocking collection ends while the program is still suspended.</summary>
    End = 2,

    /// <summary>How many bytes a collection has left alive, right behind its end and by the same thread.</summary>
    Statistics = 4,

    /// <summary>The program is about to go on, after any kind of suspension.</summary>
    Restart = 7,

    /// <summary>Ranges that stay where they are.</summary>
    Surviving = 21,

    /// <summary>Ranges with where they go to, which may be where they are.</summary>
    Moved = 22,

    /// <summary>A region and the generation it belongs to, at a collection's start and again at its end.</summary>
    GenerationRange = 23,
}

/// <summary>A sampled object where it was allocated.</summary>
/// <param name="Time">When, in nanoseconds of the monotonic clock.</param>
/// <param name="Address">Of the object; another one begins at or behind <see cref="End"/>.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Number">The sink's.</param>
internal readonly record struct NewObject(ulong Time, ulong Address, ulong Size, int Number)
{
    public ulong End => Address + Size;
}
