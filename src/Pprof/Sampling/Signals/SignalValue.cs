using Pprof.Copies;

namespace Pprof.Sampling;

/// <summary>
/// The value that our signals carry (<c>si_value</c>): 16 bits that say the signal is ours, so that a stranger's is never
/// followed as a pointer; 40 bits of a block's address; 8 bits of the block's generation, so that a late signal of a
/// deleted timer does not write into the block's next life.
/// </summary>
internal static unsafe class SignalValue
{
    // Not canonical as the top of an x64 address, so no pointer and no small number has it; nor have the 200 after it.
    private const ulong FirstMagic = 0x9F0F;
    private const int MostCopies = 200;

    /// <summary>
    /// Another one for each copy of the library in the process: a block of one is not to be written by the handler of the other, which may be of another
    /// version. The handler is compiled when this is known, so that it is a constant there.
    /// </summary>
    public static readonly ulong Magic = FirstMagic + (ulong)(LibraryCopies.Number % MostCopies);

    public const int MagicShift = 48;
    public const ulong GenerationMask = SampleBlock.Alignment - 1;
    public const ulong AddressMask = ((1UL << MagicShift) - 1) & ~GenerationMask;

    public static ulong Of(SampleBlock* block) => (Magic << MagicShift) | (ulong)block | block->Generation;
}
