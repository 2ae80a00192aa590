namespace Pprof;

/// <summary>How the CPU profile takes its samples.</summary>
public enum CpuProfileEngine
{
    /// <summary><see cref="Timers"/> where they run; elsewhere <see cref="EventPipe"/>.</summary>
    Auto,

    /// <summary>
    /// A timer on the CPU clock of every thread (Linux x64). Samples are true CPU time, at any instruction, in managed,
    /// runtime and native code.
    /// </summary>
    Timers,

    /// <summary>
    /// The runtime's own sample profiler, on every platform: wall-clock time of managed threads, one value (<c>wall</c>) for those that are at work or
    /// in a call out of managed code, another (<c>idle</c>) for those that wait. Managed frames only, at the points where threads stop for it. All
    /// managed threads are stopped for each look, some hundred times a second, whatever <see cref="CpuProfileOptions.Frequency"/> says, which takes
    /// up to a third of a busy program's throughput.
    /// </summary>
    EventPipe,
}
