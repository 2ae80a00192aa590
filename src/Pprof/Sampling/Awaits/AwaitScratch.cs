using Pprof.Interop;

namespace Pprof.Sampling;

/// <summary>
/// Where the signal handler keeps what it has found so far, one for each block. Its own stack may be the small one that
/// the runtime keeps for signals.
/// </summary>
internal unsafe struct AwaitScratch
{
    /// <summary>Bytes of the whole, in full pages.</summary>
    public const int Size = 20 << 10;

    /// <summary>Words of a stack that are looked at as objects. The nearest to the leaf come first.</summary>
    public const int MostWords = 128;

    public const int MostLinks = 160;

    /// <summary>Bytes of one object that are read at once: all of most boxes.</summary>
    public const int ObjectBytes = 192;

    public const int SeenSlots = 256;

    public fixed ulong Seen[SeenSlots];
    public fixed ulong Objects[MostWords * 2];
    public fixed ulong Types[MostWords];
    public fixed ulong Object[ObjectBytes / 8];
    public fixed ulong Links[MostLinks * 5];

    /// <summary>How many of <see cref="Objects"/>, of <see cref="Links"/>, and of types that were not known, there
    /// are.</summary>
    public uint Words, Count, Unknown;

    /// <summary>One of each address, with its length: what the kernel is asked to read.</summary>
    public static Libc.IoVector* ObjectsOf(AwaitScratch* self) => (Libc.IoVector*)self->Objects;

    public static AwaitLink* LinksOf(AwaitScratch* self) => (AwaitLink*)self->Links;
}
