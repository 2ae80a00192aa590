using System.Runtime.InteropServices;
using Pprof.Interop;
using Pprof.Runtime;

namespace Pprof.Sampling;

/// <summary>A running thread that was sent the signal to copy its own stack. One thread asks, waits and ends it.</summary>
internal sealed unsafe class StackRequest
{
    // Process-wide, as blocks are: a handler may still be on its way to them.
    private static readonly SharedWords* s_words = (SharedWords*)AnonymousMemory.Map(4096);

    private readonly SampleBlock* _block;

    private StackRequest(RuntimeThread thread, SampleBlock* block)
    {
        Thread = thread;
        _block = block;
    }

    public RuntimeThread Thread { get; }

    public bool HasArrived => Volatile.Read(ref _block->Used[0]) != 0 && Volatile.Read(ref _block->Writers) == 0;

    /// <summary>Valid until <see cref="End"/>, once it has arrived.</summary>
    public RawStack Stack => ((SampleRecord*)_block->Buffers)->ToStack();

    /// <summary>
    /// Null when the thread is gone; <paramref name="isRefused"/> when it lives and cannot be sent the signal: no memory, or no
    /// slot for a pending signal.
    /// </summary>
    public static StackRequest? TrySend(in RuntimeThread thread, ThreadLayout layout, FrameChains chains, StackBounds bounds, out bool isRefused)
    {
        s_words->StateOffset = layout.StateOffset;
        s_words->ThreadBytes = layout.Bytes;
        SampleBlock* block = BlockPool.TryTake(s_words);
        isRefused = block == null;
        if (isRefused)
        {
            return null;
        }

        chains.TrySet(block, thread.OsId);
        bounds.TrySet(block, thread.OsId);
        StackRequest request = new(thread, block);
        int error = request.Send();
        isRefused = error == Libc.EAGAIN;
        if (error != 0)
        {
            request.End();
        }

        return error == 0 ? request : null;
    }

    /// <summary>A signal that is still on its way finds the block closed and does nothing.</summary>
    public void End() => BlockPool.Return(_block);

    private int Send()
    {
        Libc.SignalInfo info = new() { Signal = ActivationSignal.Number, Code = Libc.SI_TIMER, Value = SignalValue.Of(_block) };
        return Libc.QueueSignal(Environment.ProcessId, Thread.OsId, info.Signal, &info) == 0 ? 0 : Marshal.GetLastPInvokeError();
    }
}
