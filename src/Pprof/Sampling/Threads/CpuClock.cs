using Pprof.Interop;

namespace Pprof.Sampling;

/// <summary>The kernel's clocks of CPU time.</summary>
internal static unsafe class CpuClock
{
    private const long NanosecondsPerSecond = 1_000_000_000;

    // CPUCLOCK_PERTHREAD_MASK (4) | CPUCLOCK_SCHED (2); the id above it, inverted.
    private const int ThreadScheduler = 6;

    public const int Process = Libc.CLOCK_PROCESS_CPUTIME_ID;
    public const int CurrentThread = Libc.CLOCK_THREAD_CPUTIME_ID;

    /// <summary>The clock of any thread of this process, by the kernel's id.</summary>
    public static int OfThread(int threadId) => (~threadId << 3) | ThreadScheduler;

    /// <summary>Nanoseconds; -1 when there is no such clock.</summary>
    public static long Read(int clock)
    {
        Libc.TimeSpecification time;
        return Libc.ClockGetTime(clock, &time) == 0 ? (time.Seconds * NanosecondsPerSecond) + time.Nanoseconds : -1;
    }

    public static Libc.TimeSpecification ToTime(long nanoseconds) =>
        new() { Seconds = nanoseconds / NanosecondsPerSecond, Nanoseconds = nanoseconds % NanosecondsPerSecond };
}
