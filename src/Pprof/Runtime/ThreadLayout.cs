namespace Pprof.Runtime;

/// <summary>Where in a runtime Thread to find what the signal handler copies, counted from the head of its Frame chain.</summary>
/// <param name="StateOffset">Of the state word, whose bit <see cref="Hijacked"/> matters.</param>
/// <param name="Bytes">How many bytes from the head on surely belong to the Thread; a multiple of 8.</param>
/// <remarks>
/// To stop a thread at the end of the method it is in, the runtime puts an address of its own in the place of the method's
/// return address, and keeps in the Thread, one after the other, the original and the place. The contract descriptor does
/// not name these two words, so a walk that meets such a place looks for its address among the words of the Thread.
/// Both the state bit (<c>TS_Hijacked</c>) and the pair stand so in the runtime's <c>threads.h</c>.
/// </remarks>
internal readonly record struct ThreadLayout(int StateOffset, uint Bytes)
{
    /// <summary>From the Thread to the head of its Frame chain.</summary>
    public uint HeadOffset { get; init; }

    /// <summary>From the head of its Frame chain to the word that is not 0 while it runs managed code and no object may be moved; null when unknown.</summary>
    public int? ModeOffset { get; init; }

    /// <summary>Address of the runtime's variable that names the Thread which has stopped the others; 0 when unknown.</summary>
    public ulong Suspender { get; init; }

    public const uint Hijacked = 0x80;
}
