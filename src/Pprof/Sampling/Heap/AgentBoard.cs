using System.Runtime.InteropServices;

namespace Pprof.Sampling;

/// <summary>
/// The memory that the native agent and the library share: <c>struct board</c> of <c>src/Pprof.HeapAgent/heap_agent.h</c>, where it says who writes
/// which field.
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = 160)]
internal unsafe struct AgentBoard
{
    /// <summary>Of this layout. A file of another version is not used.</summary>
    public const uint CurrentVersion = 2;

    [FieldOffset(0)]
    public uint Version;

    [FieldOffset(4)]
    public uint Attached;

    [FieldOffset(8)]
    public int Result;

    [FieldOffset(12)]
    public uint MostHandles;

    [FieldOffset(16)]
    public byte* Ring;

    [FieldOffset(24)]
    public ulong RingSize;

    [FieldOffset(32)]
    public ulong Session;

    [FieldOffset(40)]
    public nint ProbeHandle;

    [FieldOffset(48)]
    public nint ProbeObject;

    [FieldOffset(56)]
    public uint Taken;

    [FieldOffset(60)]
    public uint On;

    [FieldOffset(64)]
    public ulong Reserved;

    [FieldOffset(72)]
    public long Handles;

    [FieldOffset(80)]
    public long Lost;

    [FieldOffset(128)]
    public ulong Consumed;

    [FieldOffset(136)]
    public long Collections;

    [FieldOffset(144)]
    public long Young;

    [FieldOffset(152)]
    public long Oldest;
}
