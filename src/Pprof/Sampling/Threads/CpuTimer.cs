using System.Runtime.InteropServices;
using Pprof.Interop;

namespace Pprof.Sampling;

/// <summary>
/// A kernel timer on a CPU clock that sends our signal with a block as its value. Deleted by <see cref="Delete"/> only: the
/// kernel keeps the timer of a thread that ended, and with it one of the user's pending-signal slots (RLIMIT_SIGPENDING).
/// </summary>
/// <param name="Id">The kernel's id, which may be 0; -1 when there is no timer.</param>
internal readonly unsafe record struct CpuTimer(int Id)
{
    public static CpuTimer None => new(-1);

    public bool Exists => Id >= 0;

    /// <summary>On the clock of one thread, delivered to that thread. Error: EAGAIN no slot is left, EINVAL the thread has just ended.</summary>
    public static CpuTimer OfThread(int threadId, SampleBlock* block, out int error) =>
        Create(CpuClock.OfThread(threadId), Libc.SIGEV_THREAD_ID, threadId, block, out error);

    /// <summary>
    /// On the clock of the whole process, delivered to the thread that is running when it expires. That is so since Linux
    /// 6.4; before, the signal goes to the main thread and wakes it.
    /// </summary>
    public static CpuTimer OfProcess(SampleBlock* block, out int error) =>
        Create(CpuClock.Process, Libc.SIGEV_SIGNAL, 0, block, out error);

    public static bool IsProcessTimerFair => Environment.OSVersion.Version >= new Version(6, 4);

    /// <summary>
    /// Expires first after a random part of the period. With a phase drawn from (0, period] the expected number of expiries
    /// in any stretch of CPU time is its length divided by the period, also for a thread that ends before a whole one.
    /// </summary>
    public void Arm(long periodNanoseconds, TickDelay delay)
    {
        Libc.TimerSpecification time = new()
        {
            Interval = CpuClock.ToTime(periodNanoseconds),
            Value = CpuClock.ToTime(delay.FirstExpiry(periodNanoseconds, Random.Shared.NextInt64(periodNanoseconds) + 1)),
        };
        _ = Libc.TimerSetTime(Id, 0, &time);
    }

    public void Delete()
    {
        if (Exists)
        {
            _ = Libc.TimerDelete(Id);
        }
    }

    private static CpuTimer Create(int clock, int notify, int threadId, SampleBlock* block, out int error)
    {
        int id;
        Libc.SignalEvent notification = new()
        {
            Value = SignalValue.Of(block),
            Signal = ActivationSignal.Number,
            Notify = notify,
            ThreadId = threadId,
        };
        error = Libc.TimerCreate(clock, &notification, &id) == 0 ? 0 : Marshal.GetLastPInvokeError();
        return error == 0 ? new CpuTimer(id) : None;
    }
}
