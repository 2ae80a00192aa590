using System.Runtime.InteropServices;
using Pprof.Interop;
using Pprof.Runtime;

namespace Pprof.Sampling;

/// <summary>
/// A thread that shall copy its own stack in the signal handler. A running one gets the signal from a timer on its CPU clock: on the
/// scheduler's next tick that finds it running, and not at all when it begins to wait before. One thread asks, waits and ends it.
/// </summary>
internal sealed unsafe class StackRequest
{
    // Process-wide, as blocks are: a handler may still be on its way to them.
    private static readonly SharedWords* s_words = (SharedWords*)AnonymousMemory.Map(4096);

    private readonly SampleBlock* _block;
    private CpuTimer _timer = CpuTimer.None;

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
    /// Null when the thread is gone, or when it lives and cannot be sent the signal: no memory, no slot for a pending
    /// signal, or a sandbox that forbids it.
    /// </summary>
    /// <param name="thread">Which.</param>
    /// <param name="atOnce">Also when it waits, which ends the wait: only where nothing else is possible, or for the calling thread.</param>
    /// <param name="layout">See <see cref="SharedWords"/>.</param>
    /// <param name="chains">Where its Frames are.</param>
    /// <param name="bounds">Where its stack is.</param>
    /// <param name="refusal">The errno when it lives and cannot be sent the signal, else 0.</param>
    public static StackRequest? TrySend(
        in RuntimeThread thread, bool atOnce, ThreadLayout layout, FrameChains chains, StackBounds bounds, out int refusal)
    {
        s_words->StateOffset = layout.StateOffset;
        s_words->ThreadBytes = layout.Bytes;
        SampleBlock* block = BlockPool.TryTake(s_words);
        refusal = block == null ? Libc.ENOMEM : 0;
        if (block == null)
        {
            return null;
        }

        chains.TrySet(block, thread.OsId);
        bounds.TrySet(block, thread.OsId);
        StackRequest request = new(thread, block);
        int error = atOnce ? request.Send() : request.SendWhenRunning();
        refusal = IsGone(error) ? 0 : error;
        if (error != 0)
        {
            request.End();
        }

        return error == 0 ? request : null;
    }

    /// <summary>A signal that is still on its way finds the block closed and does nothing.</summary>
    public void End()
    {
        _timer.Delete();
        BlockPool.Return(_block);
    }

    private static bool IsGone(int error) => error is Libc.ESRCH or Libc.EINVAL;

    // Where a sandbox forbids timers the signal is sent all the same: the thread was running a moment ago.
    private int SendWhenRunning()
    {
        _timer = CpuTimer.OfThread(Thread.OsId, _block, out int error);
        error = error == 0 ? _timer.ArmOnce() : error;
        return error is 0 or Libc.EAGAIN || IsGone(error) ? error : Send();
    }

    private int Send()
    {
        Libc.SignalInfo info = new() { Signal = ActivationSignal.Number, Code = Libc.SI_TIMER, Value = SignalValue.Of(_block) };
        return Libc.QueueSignal(Environment.ProcessId, Thread.OsId, info.Signal, &info) == 0 ? 0 : Marshal.GetLastPInvokeError();
    }
}
