using System.Runtime.InteropServices;

namespace Pprof.Runtime;

/// <summary>The first words of a runtime Thread, copied in one read. Nothing is read from memory here.</summary>
internal readonly ref struct ThreadWords(ReadOnlySpan<byte> bytes, ThreadRoster layout)
{
    /// <summary>What the chain of Frames ends with.</summary>
    public const ulong EndOfChain = ulong.MaxValue;

    private const uint Unstarted = 0x400;
    private const uint Dead = 0x800;

    private readonly ReadOnlySpan<byte> _bytes = bytes;

    public int OsId => Word<int>(layout.OsId);

    public int ManagedId => Word<int>(layout.ManagedId);

    /// <summary>Leads to the next Thread, as <see cref="ThreadLinks"/> says.</summary>
    public ulong Link => Word<ulong>(layout.Link);

    /// <summary>Head of the chain of explicit Frames.</summary>
    public ulong FrameChain => Word<ulong>(layout.Frame);

    /// <summary>
    /// The thread is in managed code, or in a part of the runtime that the garbage collector must not interrupt: its innermost
    /// Frame may then lie far above the managed code that it runs.
    /// </summary>
    public bool IsCooperative => Word<int>(layout.PreemptiveDisabled) != 0;

    /// <summary>It was started, and the system thread is not gone: its system id means what it says.</summary>
    public bool IsAlive => OsId != 0 && (State & (Unstarted | Dead)) == 0;

    /// <summary>What a walk needs when a return address on the stack is replaced; else empty.</summary>
    public ReadOnlySpan<byte> HijackWords =>
        (State & ThreadLayout.Hijacked) != 0 ? _bytes.Slice(layout.Frame, (int)layout.Layout.Bytes) : default;

    private uint State => Word<uint>(layout.State);

    private T Word<T>(int offset)
        where T : unmanaged => MemoryMarshal.Read<T>(_bytes[offset..]);
}
