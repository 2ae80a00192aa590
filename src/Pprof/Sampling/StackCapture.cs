using Pprof.Interop;

namespace Pprof.Sampling;

/// <summary>
/// Captures the stack of one thread through the real signal handler, at the caller's request and not a timer's. Of the
/// calling thread at once: the signal arrives before the system call that sends it returns, so the innermost frame is
/// libc's <c>syscall</c>. Of another thread as soon as that is scheduled. Allocation-free after the constructor.
/// </summary>
internal sealed unsafe class StackCapture : IDisposable
{
    // Process-wide, as blocks are: a handler may still be on its way to them.
    private static readonly SharedWords* s_words = (SharedWords*)AnonymousMemory.Map(4096);

    private const int MostTicks = 25;

    private readonly int _threadId;
    private SampleBlock* _block;
    private CpuTimer _timer = CpuTimer.None;

    /// <param name="threadId">The kernel's id of the thread; <see cref="CurrentThreadId"/> for the calling one.</param>
    /// <param name="frameChainAddress">Address of the runtime's <c>Thread::m_pFrame</c> of that thread, or 0.</param>
    public StackCapture(int threadId, ulong frameChainAddress = 0)
    {
        if (ActivationSignal.NotSupportedReason is { } reason)
        {
            throw new PlatformNotSupportedException(reason);
        }

        ActivationSignal.Install();
        _threadId = threadId;
        _block = BlockPool.TryTake(s_words);
        if (_block == null)
        {
            throw new InsufficientMemoryException("The kernel refused the address space for one stack buffer. Raise the process's memory limit.");
        }

        FrameChains.SetKnown(_block, frameChainAddress);
        using StackBounds bounds = new();
        bounds.TrySet(_block, threadId);
    }

    public static int CurrentThreadId => Libc.GetThreadId();

    /// <summary>Captures the calling thread; it must be the one given to the constructor.</summary>
    public bool TryCapture(out RawStack stack) => TryCapture(TimeSpan.Zero, out stack);

    /// <summary>
    /// Sends the signal and waits for the sample, polling. The answer points into the buffer and is valid until the next
    /// call. False when the thread is gone, blocks the signal, or was not scheduled before the deadline.
    /// </summary>
    public bool TryCapture(TimeSpan patience, out RawStack stack)
    {
        stack = default;
        _block->Used[0] = 0;
        if (!TrySend() || (_timer.Exists && _threadId == CurrentThreadId && !RunUntilTick()))
        {
            return false;
        }

        long deadline = Environment.TickCount64 + (long)patience.TotalMilliseconds;
        for (SpinWait spin = default; !HasArrived; spin.SpinOnce(sleep1Threshold: -1))
        {
            if (Environment.TickCount64 > deadline)
            {
                return false;
            }
        }

        stack = ((SampleRecord*)_block->Buffers)->ToStack();
        return true;
    }

    public void Dispose()
    {
        if (_block != null)
        {
            _timer.Delete();
            BlockPool.Return(_block);
            _block = null;
        }
    }

    private bool HasArrived => Volatile.Read(ref _block->Used[0]) != 0 && Volatile.Read(ref _block->Writers) == 0;

    private bool TrySend()
    {
        Libc.SignalInfo info = new() { Signal = ActivationSignal.Number, Code = Libc.SI_TIMER, Value = SignalValue.Of(_block) };
        return Libc.QueueSignal(Environment.ProcessId, _threadId, info.Signal, &info) == 0 || TryArmTimer();
    }

    // The signal comes on a tick that finds the thread running: so it must run, and not give way to others.
    private bool RunUntilTick()
    {
        long end = CpuClock.Read(CpuClock.CurrentThread) + (MostTicks * TickDelay.Tick);
        while (!HasArrived && CpuClock.Read(CpuClock.CurrentThread) < end)
        {
            Thread.SpinWait(100);
        }

        return HasArrived;
    }

    // Where a sandbox refuses rt_tgsigqueueinfo: the signal comes on a tick that finds the thread running.
    private bool TryArmTimer()
    {
        _timer.Delete();
        _timer = CpuTimer.OfThread(_threadId, _block, out int error);
        return error == 0 && _timer.ArmOnce() == 0;
    }
}
