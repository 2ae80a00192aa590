namespace Pprof.Sampling;

/// <summary>
/// How soon to look for new threads again: soon after some were found, ever later while none are, and never so often that
/// looking takes more than a fiftieth of a processor.
/// </summary>
internal sealed class ScanPace
{
    public const int ShortestMilliseconds = 2;

    /// <summary>Between two looks a thread's buffer must not fill: at most 16 samples of the fastest kernel tick.</summary>
    public const int LongestMilliseconds = 16;

    /// <summary>Where looking is dear (ten thousand threads) it may be this rare. Time missed is on the ledger all the same.</summary>
    public const int LongestForCostMilliseconds = 100;

    private const long CostShare = 50;
    private const long NanosecondsPerMillisecond = 1_000_000;

    private int _pause = ShortestMilliseconds;

    /// <param name="found">The last look found new threads.</param>
    /// <param name="nanoseconds">CPU time the last look took.</param>
    public int Next(bool found, long nanoseconds)
    {
        _pause = found ? ShortestMilliseconds : Math.Min(_pause * 2, LongestMilliseconds);
        long affordable = Math.Min(nanoseconds * CostShare / NanosecondsPerMillisecond, LongestForCostMilliseconds);
        return (int)Math.Max(_pause, affordable);
    }
}
