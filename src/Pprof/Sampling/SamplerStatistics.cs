namespace Pprof.Sampling;

/// <summary>What a session has to say about itself. Weights are in periods.</summary>
internal readonly record struct SamplerStatistics
{
    /// <summary>Threads that were given a timer of their own, and those refused one (<see cref="RefusedError"/>: the last errno).</summary>
    public int Threads { get; init; }

    public int ThreadsWithoutTimer { get; init; }

    public int RefusedError { get; init; }

    /// <summary>Why the stacks of all threads but the main one end after a page; null when they do not.</summary>
    public string? StackShortcoming { get; init; }

    /// <summary>Samples delivered.</summary>
    public long Samples { get; init; }

    /// <summary>Weight of samples of threads that were there at Start, or have lived for more than a tenth of a second.</summary>
    public long OwnWeight { get; init; }

    /// <summary>Weight given to samples of younger threads, see <see cref="YoungSamples"/>.</summary>
    public long YoungWeight { get; init; }

    /// <summary>Weight delivered as lost.</summary>
    public long LostWeight { get; init; }

    /// <summary>The parts of it that threads without a timer used, and threads that ended before they could be sampled.</summary>
    public long UntimedWeight { get; init; }

    public long UnseenWeight { get; init; }

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
