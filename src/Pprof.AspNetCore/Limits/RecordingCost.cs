namespace Pprof.AspNetCore.Limits;

/// <summary>What the program pays for being recorded.</summary>
/// <param name="Time">How long, unless the client leaves.</param>
/// <param name="Share">Of that time, in processors.</param>
internal readonly record struct RecordingCost(TimeSpan Time, double Share)
{
    // Beginning and ending a recording, also one that is given up at once: sessions of events are opened and closed, threads found, timers made.
    private static readonly TimeSpan s_least = TimeSpan.FromMilliseconds(100);

    public static RecordingCost None => default;

    public bool IsRecording => Time > TimeSpan.Zero;

    /// <summary>Measured: about a hundredth of the throughput of two processors (bench/results).</summary>
    public static RecordingCost OfProfile(TimeSpan time) => new(time, 0.02);

    /// <summary>Measured: a tenth of the throughput of two processors, since all managed threads are stopped a thousand times a second.</summary>
    public static RecordingCost OfTrace(TimeSpan time) => new(time, 0.2);

    /// <summary>Cost of a request that has taken <paramref name="elapsed"/> so far, its recording included.</summary>
    public TimeSpan Of(TimeSpan elapsed)
    {
        TimeSpan recorded = elapsed < Time ? elapsed : Time;
        TimeSpan cost = (recorded * Share) + (elapsed - recorded);
        return cost > s_least ? cost : s_least;
    }
}
