using System.Runtime.InteropServices;
using Pprof.Sampling;
using Pprof.TestSupport;

namespace Pprof.EndToEnd.Tests.Threads;

/// <summary>
/// A thread that waits as a native library does: it takes the end of the system call for the end of the time. The wait
/// is far longer than any test, so that only a signal can end it.
/// </summary>
internal sealed partial class NativeWait
{
    private const long Seconds = 3600;

    private readonly Thread _thread;
    private int _id;

    public NativeWait()
    {
        _thread = new Thread(Sleep) { IsBackground = true };
        _thread.Start();
        Patience.Until("the thread sleeps", () => IsWaiting);
    }

    /// <summary>Asked of the kernel.</summary>
    public bool IsWaiting => SystemCallFile.TryRead(Volatile.Read(ref _id), out SystemCall call) && IsSleep(call.Number);

    /// <summary>Its wait was cut short, and it has ended.</summary>
    public bool HasEnded => !_thread.IsAlive;

    // nanosleep, and clock_nanosleep by which libc makes it.
    private static bool IsSleep(int systemCall) => systemCall is 35 or 230;

    private void Sleep()
    {
        Volatile.Write(ref _id, StackCapture.CurrentThreadId);
        TimeSpecification time = new() { Seconds = Seconds };
        NanoSleep(time, 0);
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
