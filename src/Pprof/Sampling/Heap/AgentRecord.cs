using System.Runtime.InteropServices;

namespace Pprof.Sampling;

/// <summary>Head of a record in the agent's ring: <c>struct record</c> of <c>src/Pprof.HeapAgent/heap_agent.h</c>. Frames and the type's name follow.</summary>
[StructLayout(LayoutKind.Explicit, Size = 48)]
internal struct AgentRecord
{
    /// <summary>An allocation; else space that a writer skipped at the end of the ring, whose record is its first eight bytes.</summary>
    public const ushort Sample = 1;

    /// <summary>What is written of a record that only skips.</summary>
    public const int SkippedSize = 8;

    /// <summary>Bytes; 0 while the rest is not there yet.</summary>
    [FieldOffset(0)]
    public uint Length;

    [FieldOffset(4)]
    public ushort Kind;

    [FieldOffset(6)]
    public ushort Frames;

    [FieldOffset(8)]
    public int Thread;

    /// <summary>UTF-16 units.</summary>
    [FieldOffset(12)]
    public int Name;

    [FieldOffset(16)]
    public nint Handle;

    [FieldOffset(24)]
    public nint Type;

    [FieldOffset(32)]
    public long Size;

    [FieldOffset(40)]
    public long Time;
}
