using System.Runtime.InteropServices;

namespace Pprof.Labels;

/// <summary>
/// The word of native memory in which a thread says which labels are in force, for the signal handler that interrupts it. Its
/// memory is never unmapped; after the thread's end another thread may get it, in the next generation.
/// </summary>
[StructLayout(LayoutKind.Sequential, Size = CacheLine)]
internal struct LabelCell
{
    // Threads write their cells at every change of context; in one line of the CPU's cache they would hold each other up.
    private const int CacheLine = 64;

    /// <summary>Changes before the cell changes hands. Whoever reads <see cref="Serial"/> reads this after it.</summary>
    public long Generation;

    /// <summary>Serial of the <see cref="LabelScope"/> in force; 0 for none. Written by its thread only.</summary>
    public long Serial;
}
