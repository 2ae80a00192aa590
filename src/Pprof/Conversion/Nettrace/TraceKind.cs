namespace Pprof.Conversion.Nettrace;

/// <summary>What a trace of EventPipe can have that makes a profile.</summary>
internal enum TraceKind
{
    /// <summary>Samples of the runtime's sample profiler: the time of every managed thread, running or not.</summary>
    Wall,

    /// <summary>Allocations, of <c>AllocationSampled</c> or of <c>AllocationTick</c>.</summary>
    Allocs,

    /// <summary>Waits for locks.</summary>
    Contention,

    /// <summary>Thrown exceptions.</summary>
    Exceptions,
}
