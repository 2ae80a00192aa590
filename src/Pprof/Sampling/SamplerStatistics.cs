namespace Pprof.Sampling;

/// <summary>What a session has to say about itself. Weights are in periods.</summary>
internal readonly record struct SamplerStatistics
{
    /// <summary>Threads that were given a timer of their own, and those refused one (<see cref="RefusedError"/>: the last errno).</summary>
    public int Threads { get; init; }

    public int ThreadsWithoutTimer { get; init; }

    public int RefusedError { get; init; }

    /// <summary>False on kernels before 6.4, or when the timer was refused: CPU time of threads not yet known is then reported as lost.</summary>
    public bool HasProcessTimer { get; init; }

    /// <summary>Samples delivered.</summary>
    public long Samples { get; init; }

    /// <summary>Weight of samples from threads' own timers.</summary>
    public long OwnWeight { get; init; }

    /// <summary>Weight given to samples of the process-wide timer: CPU time of threads that were young, ending or without a timer.</summary>
    public long ProcessWeight { get; init; }

    /// <summary>Weight delivered as lost.</summary>
    public long LostWeight { get; init; }

    /// <summary>CPU time of the process between Start and the last drain, in nanoseconds.</summary>
    public long ProcessNanoseconds { get; init; }

    /// <summary>When that began.</summary>
    public DateTimeOffset StartTime { get; init; }

    /// <summary>Wall-clock time of the same.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>CPU time of the sampler's own thread, drain and sink included, in nanoseconds.</summary>
    public long SamplerNanoseconds { get; init; }

    public long Scans { get; init; }
}
