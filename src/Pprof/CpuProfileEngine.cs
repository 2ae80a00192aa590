namespace Pprof;

/// <summary>How the CPU profile takes its samples.</summary>
public enum CpuProfileEngine
{
    /// <summary>The best engine that runs here; in this version always <see cref="Timers"/>.</summary>
    Auto,

    /// <summary>
    /// A timer on the CPU clock of every thread (Linux x64). Samples are true CPU time, at any instruction, in managed,
    /// runtime and native code.
    /// </summary>
    Timers,

    /// <summary>
    /// The runtime's own sample profiler: managed frames only, at safe points only, about wall-clock time of threads
    /// that were running managed code. Meant for platforms without <see cref="Timers"/>; not part of this version yet, so that
    /// <see cref="CpuProfile.Start"/> refuses it with a reason.
    /// </summary>
    EventPipe,
}
