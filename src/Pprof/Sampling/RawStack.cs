namespace Pprof.Sampling;

/// <summary>
/// What is known of a thread's stack at one instant: registers, a copy of the live bytes, and the head of the runtime's
/// chain of explicit Frames. Nothing in it has a name yet.
/// </summary>
/// <param name="registers">
/// The registers at that instant; <c>Rip</c> is the instruction about to run. It is 0 when nothing but <c>Rsp</c> is known: then the
/// first Frame at or above it says where managed code was left.
/// </param>
/// <param name="address">Where the first byte of <paramref name="bytes"/> stood in memory; at or below <c>Rsp</c>.</param>
/// <param name="bytes">The copy. It may end before the thread's root: that is a truncated stack, not an error.</param>
/// <param name="frameChain">The runtime's <c>Thread::m_pFrame</c> at that instant; 0 when unknown or not a managed thread.</param>
/// <param name="thread">
/// Words of the runtime's Thread, when it had replaced a return address on this stack; else empty. See <see cref="Runtime.ThreadLayout"/>.
/// </param>
internal readonly ref struct RawStack(
    scoped in Registers registers, ulong address, ReadOnlySpan<byte> bytes, ulong frameChain, ReadOnlySpan<byte> thread = default)
{
    public readonly Registers Registers = registers;
    public readonly ulong Address = address;
    public readonly ReadOnlySpan<byte> Bytes = bytes;
    public readonly ulong FrameChain = frameChain;
    public readonly ReadOnlySpan<byte> Thread = thread;

    /// <summary>The thread had stopped all others at that instant: it collects garbage, or does something else that needs a stopped program.</summary>
    public bool Suspends { get; init; }

    /// <summary>Bytes of <see cref="AwaitLink"/>s: objects of async methods that the stack may run, and who awaits them. Empty when nobody asked for it.</summary>
    public ReadOnlySpan<byte> Links { get; init; }
}
