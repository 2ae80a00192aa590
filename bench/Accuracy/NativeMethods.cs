using System.Runtime.InteropServices;

namespace Accuracy;

/// <summary>Functions of the C library that the loads call, and the clock that judges them.</summary>
internal static partial class NativeMethods
{
    private const int ClockThreadCpuTimeId = 3;

    [StructLayout(LayoutKind.Sequential)]
    private struct TimeSpec
    {
        public long Seconds;
        public long Nanoseconds;
    }

    /// <summary>CPU time of the calling thread in nanoseconds, by the kernel's accounting and not by its tick.</summary>
    public static unsafe long ThreadCpuTime()
    {
        TimeSpec time;
        _ = clock_gettime(ClockThreadCpuTimeId, &time);
        return (time.Seconds * 1_000_000_000) + time.Nanoseconds;
    }

    [LibraryImport("libc", EntryPoint = "getppid")]
    public static partial int GetParentProcessId();

    [LibraryImport("libc", EntryPoint = "labs")]
    public static partial long Absolute(long value);

    [LibraryImport("libc")]
    private static unsafe partial int clock_gettime(int clock, TimeSpec* time);
}
