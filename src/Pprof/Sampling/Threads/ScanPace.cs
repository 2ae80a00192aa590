namespace Pprof.Sampling;

/// <summary>
/// How soon to look for new threads again: soon after some were found, or while CPU time is missing that they may have
/// used; ever later otherwise; and never so often that looking takes more than a twenty-fifth of a processor.
/// </summary>
internal sealed class ScanPace
{
    public const int ShortestMilliseconds = 1;

    /// <summary>Between two looks a thread's buffer must not fill: at most 16 samples of the fastest kernel tick.</summary>
    public const int LongestMilliseconds = 16;

    /// <summary>Where looking is dear (ten thousand threads) it may be this rare. Time missed is on the ledger all the same.</summary>
    public const int LongestForCostMilliseconds = 100;

    private const long CostShare = 25;
    private const long NanosecondsPerMillisecond = 1_000_000;

    private int _pause = ShortestMilliseconds;

    /// <param name="hurry">The last look found new threads, or time is missing.</param>
    /// <param name="nanoseconds">CPU time the last look took.</param>
    public int Next(bool hurry, long nanoseconds)
    {
        _pause = hurry ? ShortestMilliseconds : Math.Min(_pause * 2, LongestMilliseconds);
        long affordable = Math.Min(nanoseconds * CostShare / NanosecondsPerMillisecond, LongestForCostMilliseconds);
        return (int)Math.Max(_pause, affordable);
    }
}
