using System.Diagnostics;

namespace Pprof.Sampling;

/// <summary>
/// What a sampler has to say about itself since it was started, whatever rates it has had: CPU time instead of periods.
/// The difference of two
/// is what happened between them.
/// </summary>
internal readonly record struct SamplerAccount
{
    /// <summary>When it was read.</summary>
    public DateTimeOffset Time { get; init; }

    /// <summary>The same by <see cref="Stopwatch"/>.</summary>
    public long Timestamp { get; init; }

    /// <summary>Threads that have no timer, or had none when the rate changed last (<see cref="RefusedError"/>: the
    /// last errno).</summary>
    public int ThreadsWithoutTimer { get; init; }

    public int RefusedError { get; init; }

    /// <summary>As of <see cref="SamplerStatistics"/>.</summary>
    public string? StackShortcoming { get; init; }

    /// <summary>CPU time of threads without a timer, and of threads that ended before they could be sampled.
    /// Nanoseconds, as all below.</summary>
    public long UntimedNanoseconds { get; init; }

    public long UnseenNanoseconds { get; init; }

    /// <summary>CPU time of the process.</summary>
    public long ProcessNanoseconds { get; init; }

    /// <summary>CPU time of the sampler's own thread.</summary>
    public long SamplerNanoseconds { get; init; }

    /// <summary>Wall-clock time.</summary>
    public TimeSpan Duration { get; init; }

    public static SamplerAccount Of(in SamplerStatistics statistics, long period) => new()
    {
        Time = DateTimeOffset.UtcNow,
        Timestamp = Stopwatch.GetTimestamp(),
        ThreadsWithoutTimer = statistics.ThreadsWithoutTimer,
        RefusedError = statistics.RefusedError,
        StackShortcoming = statistics.StackShortcoming,
        UntimedNanoseconds = statistics.UntimedWeight * period,
        UnseenNanoseconds = statistics.UnseenWeight * period,
        ProcessNanoseconds = statistics.ProcessNanoseconds,
        SamplerNanoseconds = statistics.SamplerNanoseconds,
        Duration = statistics.Duration,
    };

    /// <summary>This and what came after it. The thread's own time goes on from one rate to the next, and is in the
    /// later one.</summary>
    public SamplerAccount Plus(in SamplerAccount later) => later with
    {
        UntimedNanoseconds = UntimedNanoseconds + later.UntimedNanoseconds,
        UnseenNanoseconds = UnseenNanoseconds + later.UnseenNanoseconds,
        ProcessNanoseconds = ProcessNanoseconds + later.ProcessNanoseconds,
        Duration = Duration + later.Duration,
    };

    public SamplerAccount Since(in SamplerAccount earlier) => this with
    {
        Time = earlier.Time,
        UntimedNanoseconds = UntimedNanoseconds - earlier.UntimedNanoseconds,
        UnseenNanoseconds = UnseenNanoseconds - earlier.UnseenNanoseconds,
        ProcessNanoseconds = ProcessNanoseconds - earlier.ProcessNanoseconds,
        SamplerNanoseconds = SamplerNanoseconds - earlier.SamplerNanoseconds,
        Duration = Duration - earlier.Duration,
    };
}
