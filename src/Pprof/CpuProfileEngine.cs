namespace Pprof;

/// <summary>How the CPU profile takes its samples.</summary>
public enum CpuProfileEngine
{
    /// <summary>The best engine that runs here: <see cref="Timers"/> where it can, else <see cref="EventPipe"/>.</summary>
    Auto,

    /// <summary>
    /// A timer on the CPU clock of every thread (Linux x64). Samples are true CPU time, at any instruction, in managed,
    /// runtime and native code.
    /// </summary>
    Timers,

    /// <summary>
    /// The runtime's own sample profiler: managed frames only, at safe points only, about wall-clock time of threads
    /// that were running managed code. For platforms without <see cref="Timers"/>.
    /// </summary>
    EventPipe,
}
