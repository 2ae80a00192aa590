namespace Pprof.Sampling;

/// <summary>
/// The value that our signals carry (<c>si_value</c>): 16 bits that say the signal is ours, so that a stranger's is never
/// followed as a pointer; 40 bits of a block's address; 8 bits of the block's generation, so that a late signal of a
/// deleted timer does not write into the block's next life.
/// </summary>
internal static unsafe class SignalValue
{
    /// <summary>Not canonical as the top of an x64 address, so no pointer and no small number has it.</summary>
    public const ulong Magic = 0x9F0F;

    public const int MagicShift = 48;
    public const ulong GenerationMask = SampleBlock.Alignment - 1;
    public const ulong AddressMask = ((1UL << MagicShift) - 1) & ~GenerationMask;

    public static ulong Of(SampleBlock* block) => (Magic << MagicShift) | (ulong)block | block->Generation;
}
