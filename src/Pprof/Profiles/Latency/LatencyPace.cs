namespace Pprof.Profiles.Latency;

/// <summary>
/// When to look again: so that looks take a hundredth of a processor, and not in step with what the program does at regular times. One thread at a time.
/// </summary>
internal sealed class LatencyPace(Random random)
{
    /// <summary>What a look may cost: one part of this many of the time until the next.</summary>
    public const int CostShare = 100;

    public static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(20);

    /// <summary>For 100,000 operations in flight, of which a look takes some 0.1 s.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    // A look that meets new code gives names to it, once, and the first ones have the runtime compile this library's code: the next will not cost as much. The second least of five tells
    // what looks cost.
    private const int Remembered = 5;
    private static readonly TimeSpan s_atFirst = Shortest * 5;
    private readonly Queue<TimeSpan> _costs = [];

    /// <param name="cost">CPU time of the last look.</param>
    public TimeSpan Next(TimeSpan cost)
    {
        _costs.Enqueue(cost);
        bool isKnown = _costs.Count > Remembered && _costs.TryDequeue(out _);
        TimeSpan usual = isKnown ? _costs.Order().ElementAt(1) * CostShare : s_atFirst;
        TimeSpan pause = usual < Shortest ? Shortest : usual > Longest ? Longest : usual;
        return pause * (0.8 + (0.4 * random.NextDouble()));
    }
}
