using System.Runtime.InteropServices;

namespace Pprof.Sampling;

/// <summary>Words of one session that all its blocks point to. In native memory that is never unmapped.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct SharedWords
{
    /// <summary>Set by the handler when a buffer is more than half full, cleared by the sampler when it drains.</summary>
    public uint Pressure;

    /// <summary>From the head of a Thread's Frame chain to its state word, and how many bytes of the Thread follow the head; 0 when unknown.</summary>
    public int StateOffset;
    public uint ThreadBytes;

    /// <summary>From a Thread to the head of its Frame chain. Only with <see cref="Suspender"/>.</summary>
    public uint HeadOffset;

    /// <summary>Where the runtime names the Thread that has stopped the others, which is how it collects garbage; 0 when unknown.</summary>
    public ulong Suspender;

    /// <summary>From the head of a Thread's Frame chain to the word that is not 0 while it runs managed code. Only with <see cref="Awaits"/>.</summary>
    public long ModeOffset;

    /// <summary>What is needed to look for who awaits; null when nobody asked for it.</summary>
    public AwaitWords* Awaits;
}
