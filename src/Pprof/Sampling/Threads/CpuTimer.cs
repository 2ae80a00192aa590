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
    private const long ShortestInterval = 2_000_000;

    public static CpuTimer None => new(-1);

    public bool Exists => Id >= 0;

    /// <summary>On the clock of one thread, delivered to that thread. Error: EAGAIN no slot is left, EINVAL the thread has just ended.</summary>
    public static CpuTimer OfThread(int threadId, SampleBlock* block, out int error) =>
        Create(CpuClock.OfThread(threadId), threadId, block, out error);

    /// <summary>
    /// Expires first after a random part of the period. With a phase drawn from (0, period] the expected number of expiries
    /// in any stretch of CPU time is its length divided by the period, also for a thread that ends before a whole one.
    /// </summary>
    /// <returns>An errno, or 0.</returns>
    public int Arm(long periodNanoseconds, TickDelay delay) =>
        Set(delay.FirstExpiry(periodNanoseconds, Random.Shared.NextInt64(periodNanoseconds) + 1), periodNanoseconds);

    /// <summary>Expires on each tick of the scheduler that finds the thread running, 500 times a second at most.</summary>
    public int ArmForTicks() => Set(1, Math.Max(TickDelay.Tick / 2, ShortestInterval));

    /// <summary>Expires once, on the next tick of the scheduler that finds the thread running.</summary>
    public int ArmOnce() => Set(1, 0);

    /// <summary>Does not expire until it is armed anew.</summary>
    public void Stop() => Set(0, 0);

    public void Delete()
    {
        if (Exists)
        {
            _ = Libc.TimerDelete(Id);
        }
    }

    // Never in the past: that would send the signal at once, to a thread that sleeps too.
    private int Set(long first, long interval)
    {
        Libc.TimerSpecification time = new() { Interval = CpuClock.ToTime(interval), Value = CpuClock.ToTime(first) };
        return Libc.TimerSetTime(Id, 0, &time) == 0 ? 0 : Marshal.GetLastPInvokeError();
    }

    private static CpuTimer Create(int clock, int threadId, SampleBlock* block, out int error)
    {
        int id;
        Libc.SignalEvent notification = new()
        {
            Value = SignalValue.Of(block),
            Signal = ActivationSignal.Number,
            Notify = Libc.SIGEV_THREAD_ID,
            ThreadId = threadId,
        };
        error = Libc.TimerCreate(clock, &notification, &id) == 0 ? 0 : Marshal.GetLastPInvokeError();
        return error == 0 ? new CpuTimer(id) : None;
    }
}
