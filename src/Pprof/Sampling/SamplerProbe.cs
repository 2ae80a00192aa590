using Pprof.Interop;

namespace Pprof.Sampling;

/// <summary>Whether CPU timers work in this process: asked by trying, since sandboxes and old kernels differ in what they forbid.</summary>
internal static unsafe class SamplerProbe
{
    private const long LongPeriod = 3_600_000_000_000;

    /// <summary>Null when they do.</summary>
    public static string? WhyNotSupported() => ActivationSignal.NotSupportedReason ?? TryTimer();

    // Its value leads to a block that is closed for ever: should it expire, nothing is recorded.
    private static string? TryTimer()
    {
        CpuTimer timer = CpuTimer.OfThread(Libc.GetThreadId(), BlockPool.ClosedBlock, out int error);
        if (error != 0)
        {
            return error == Libc.EAGAIN
                ? "The user's limit of pending signals is used up (timer_create: EAGAIN). Raise it: ulimit -i, or LimitSIGPENDING= of the service."
                : Refused("timer_create", error);
        }

        error = timer.Arm(LongPeriod, default);
        timer.Delete();
        return error == 0 ? null : Refused("timer_settime", error);
    }

    private static string Refused(string call, int error) =>
        $"This kernel or sandbox does not offer timers on a thread's CPU clock ({call}: error {error}). Allow timer_create, timer_settime and timer_delete.";

    /// <summary>
    /// Sends the signal to the calling thread and looks whether it arrives. Null when it does. Someone may have put another
    /// handler before ours since; one that passes on what is not its own does no harm, and shows here as such.
    /// </summary>
    public static string? WhyNoSignalArrives()
    {
        using StackCapture capture = new(StackCapture.CurrentThreadId);
        return capture.TryCapture(out _)
            ? null
            : $"Signal {ActivationSignal.Number} no longer reaches this library: another component replaced its handler and does not pass signals on, or this thread blocks it. Stop that component.";
    }
}
