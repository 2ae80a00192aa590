using System.Runtime.InteropServices;
using Pprof.Images;
using Pprof.Interop;
using Pprof.Runtime;

namespace Pprof.Sampling;

/// <summary>
/// Copies the stack of a thread that waits in a system call, without touching the thread: no signal, so no wait of it ends with EINTR
/// and no idle thread is woken. One buffer, one thread at a time; does not throw.
/// </summary>
/// <remarks>
/// The copy counts only if the thread did not run while it was made. Proof is the thread's own CPU clock, in nanoseconds: read before the
/// kernel is asked whether the thread waits, and once more after the copy. A thread that was waiting in between and has used no CPU
/// time has not moved. Its registers stay unknown, and are not needed: a thread that waits in native code (preemptive
/// mode) has left managed code through an explicit Frame, which lies on the stack and holds what the walk begins with. A thread that waits in
/// cooperative mode, or behind a Frame that tells nothing, is left to the signal.
/// </remarks>
internal sealed unsafe class WaitingThread(ThreadRoster roster, FrameLayout frames) : IDisposable
{
    // The thread that is copied does not pay for it, so this is more than the signal handler copies: 512 frames of 2 KB.
    private const ulong MostBytes = 1 << 20;

    private readonly byte[] _words = new byte[roster.Bytes];
    private MemoryMap? _map;
    private byte* _stack = AnonymousMemory.Map((nuint)MostBytes);

    /// <summary>
    /// Whether the thread, at this instant, is a thread of native code, or of the runtime, without a managed frame. It is left alone: it may
    /// block every signal, and the waits of native code end when a signal comes.
    /// </summary>
    public bool HasNoManagedFrame(in RuntimeThread thread) =>
        roster.TryRead(thread.Address, _words, out ThreadWords words) && words.OsId == thread.OsId && !words.IsCooperative
        && (words.FrameChain == ThreadWords.EndOfChain || IsOnlyEntry(words.FrameChain));

    /// <summary>False when the thread runs, or cannot be understood this way. The stack is valid until the next call.</summary>
    public bool TryCapture(in RuntimeThread thread, out SystemCall wait, out RawStack stack)
    {
        int clock = CpuClock.OfThread(thread.OsId);
        long before = CpuClock.Read(clock);
        stack = default;
        return SystemCallFile.TryRead(thread.OsId, out wait)
            && roster.TryRead(thread.Address, _words, out ThreadWords words)
            && TryCopy(thread, words, wait.StackPointer, out stack)
            && CpuClock.Read(clock) == before && before >= 0;
    }

    public void Dispose()
    {
        if (_stack != null)
        {
            AnonymousMemory.Unmap(_stack, (nuint)MostBytes);
            _stack = null;
        }
    }

    private bool TryCopy(RuntimeThread thread, ThreadWords words, ulong stackPointer, out RawStack stack)
    {
        stack = default;
        if (words.OsId != thread.OsId || words.IsCooperative || words.FrameChain < stackPointer)
        {
            return false;
        }

        ulong start = stackPointer & ~7UL;
        ulong top = StackBounds.FindTop(thread.OsId) is > 0 and var known ? known : EndOfMapping(start);
        ulong length = Math.Min(top - start, MostBytes);
        Span<byte> copy = new(_stack, (int)length);
        if (top <= start || !SafeMemory.TryRead(start, copy) || !TellsItsCaller(copy, words.FrameChain - start))
        {
            return false;
        }

        stack = new RawStack(new Registers { Rsp = start }, start, copy, words.FrameChain, words.HijackWords);
        return true;
    }

    // Where the kernel does not tell where stacks are: what lies behind this one in its mapping is read in vain, and without harm.
    private ulong EndOfMapping(ulong address)
    {
        MappedRegion? region = _map?.Find(address) ?? (_map = MemoryMap.Read()).Find(address);
        return region?.End ?? 0;
    }

    // Managed code that waits outside of itself has left a Frame in front of the one that the runtime was entered by.
    private bool IsOnlyEntry(ulong frame) =>
        SafeMemory.TryRead(frame, out ulong identifier) && frames.KindOf(identifier) == FrameKind.Entry
        && SafeMemory.TryRead(frame + (ulong)frames.Next, out ulong next) && next == ThreadWords.EndOfChain;

    private bool TellsItsCaller(ReadOnlySpan<byte> stack, ulong frame)
    {
        if (frame + (ulong)frames.CallerReturnAddress + sizeof(ulong) > (ulong)stack.Length)
        {
            return false;
        }

        ReadOnlySpan<byte> bytes = stack[(int)frame..];
        FrameKind kind = frames.KindOf(MemoryMarshal.Read<ulong>(bytes));
        return kind is FrameKind.Prestub or FrameKind.Transition
            || (kind is FrameKind.InlinedCall && MemoryMarshal.Read<ulong>(bytes[frames.CallerReturnAddress..]) != 0);
    }
}
