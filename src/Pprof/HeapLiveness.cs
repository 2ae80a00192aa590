namespace Pprof;

/// <summary>How the profile <c>heap</c> learns which of the sampled objects are still alive.</summary>
public enum HeapLiveness
{
    /// <summary><see cref="Agent"/> where it can be had, else <see cref="GcEvents"/>. The profile's comments say which, and why.</summary>
    Auto,

    /// <summary>
    /// A small native library holds a weak handle to each sampled object. The process attaches it to itself. Its cost does not depend on the
    /// size of the heap. The runtime's place for a main profiler stays free, so other vendors' profilers work beside it.
    /// </summary>
    Agent,

    /// <summary>
    /// The runtime's events about memory that survives or moves. Needs no native library. Its cost grows with what survives collections.
    /// </summary>
    GcEvents,

    /// <summary>Live objects are not followed: only what was allocated is counted. The cheapest.</summary>
    Off,
}
