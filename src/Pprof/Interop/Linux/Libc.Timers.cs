using System.Runtime.InteropServices;

namespace Pprof.Interop;

internal static partial class Libc
{
    internal const int CLOCK_PROCESS_CPUTIME_ID = 2;
    internal const int CLOCK_THREAD_CPUTIME_ID = 3;
    internal const int SIGEV_THREAD_ID = 4;

    private const nint SYS_timer_create = 222;
    private const nint SYS_timer_settime = 223;
    private const nint SYS_timer_delete = 226;

    /// <summary><c>struct sigevent</c>; the kernel reads 64 bytes.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 64)]
    internal struct SignalEvent
    {
        [FieldOffset(0)] public ulong Value;
        [FieldOffset(8)] public int Signal;
        [FieldOffset(12)] public int Notify;
        [FieldOffset(16)] public int ThreadId;
    }

    /// <summary><c>struct timespec</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct TimeSpecification
    {
        public long Seconds;
        public long Nanoseconds;
    }

    /// <summary><c>struct itimerspec</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct TimerSpecification
    {
        public TimeSpecification Interval;
        public TimeSpecification Value;
    }

    /// <summary>The system call, not libc's function: some libc versions refuse the clock of another thread, and theirs hand out a pointer for an id.</summary>
    internal static unsafe int TimerCreate(int clock, SignalEvent* notification, int* timerId) =>
        (int)Syscall(SYS_timer_create, clock, (nint)notification, (nint)timerId, 0);

    internal static unsafe int TimerSetTime(int timerId, int flags, TimerSpecification* time) =>
        (int)Syscall(SYS_timer_settime, timerId, flags, (nint)time, 0);

    internal static int TimerDelete(int timerId) => (int)Syscall(SYS_timer_delete, timerId, 0, 0, 0);

    [LibraryImport("libc", EntryPoint = "clock_gettime", SetLastError = true)]
    internal static unsafe partial int ClockGetTime(int clock, TimeSpecification* time);

    [LibraryImport("libc", EntryPoint = "clock_getres", SetLastError = true)]
    internal static unsafe partial int ClockGetResolution(int clock, TimeSpecification* resolution);
}
