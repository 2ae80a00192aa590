using System.Runtime.InteropServices;

namespace Pprof.EndToEnd.Tests.Threads;

/// <summary>A wait as a native library makes it: it takes the end of the system call for the end of the time.</summary>
internal static partial class NativeWaits
{
    private const int Milliseconds = 400;

    // nanosleep, and clock_nanosleep by which libc makes it.
    public static bool IsSleep(int systemCall) => systemCall is 35 or 230;

    public static bool Sleep()
    {
        TimeSpecification time = new() { Nanoseconds = Milliseconds * 1_000_000L };
        return NanoSleep(time, 0) == 0;
    }

    [LibraryImport("libc", EntryPoint = "nanosleep")]
    private static partial int NanoSleep(in TimeSpecification time, nint left);

    [StructLayout(LayoutKind.Sequential)]
    private struct TimeSpecification
    {
        public long Seconds;
        public long Nanoseconds;
    }
}
