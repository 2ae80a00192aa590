using Pprof.Interop;

namespace Pprof.Sampling;

/// <summary>Whether CPU timers work in this process: asked by trying, since sandboxes and old kernels differ in what they forbid.</summary>
internal static unsafe class SamplerProbe
{
    /// <summary>Null when they do.</summary>
    public static string? WhyNotSupported() => ActivationSignal.NotSupportedReason ?? TryTimer();

    // Never armed, and its value leads to a block that is closed for ever.
    private static string? TryTimer()
    {
        CpuTimer timer = CpuTimer.OfThread(Libc.GetThreadId(), BlockPool.ClosedBlock, out int error);
        timer.Delete();
        return error switch
        {
            0 => null,
            Libc.EAGAIN => "The user's limit of pending signals is used up (timer_create: EAGAIN). Raise it: ulimit -i, or LimitSIGPENDING= of the service.",
            _ => $"This kernel or sandbox does not offer timers on a thread's CPU clock (timer_create: error {error}). Allow timer_create, timer_settime and timer_delete.",
        };
    }

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
