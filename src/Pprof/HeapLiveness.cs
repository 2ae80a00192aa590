namespace Pprof;

/// <summary>How the profile <c>heap</c> learns which of the sampled objects are still alive.</summary>
public enum HeapLiveness
{
    /// <summary><see cref="Agent"/> where it can be had, else <see cref="GcEvents"/>. The profile's comments say which, and why.</summary>
    Auto,

    /// <summary>
    /// A small native library, attached to the process by itself, holds a weak handle to each sampled object. Cheap at any size of the heap. It
    /// leaves the runtime's one place for a main profiler free, so that other vendors' profilers work beside it.
    /// </summary>
    Agent,

    /// <summary>
    /// The runtime's events about surviving and moved memory. Needs no native library; costs in proportion to what survives collections.
    /// </summary>
    GcEvents,

    /// <summary>Live objects are not followed: only what was allocated is counted. The cheapest.</summary>
    Off,
}
