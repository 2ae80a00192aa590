namespace Pprof.Profiles.Events;

/// <summary>
/// Which events that last some time are kept, and what those that are kept stand for, so that the sums of counts and of durations are right in the
/// mean whatever the rate. Immutable: another rate is another object, and weights given out before stay what they were. Any thread that
/// brings its own source of random numbers; neither allocates nor throws.
/// </summary>
/// <remarks>
/// By duration, with a rate of <c>r</c>: an event of duration <c>d ≥ r</c> is kept and stands for itself. A shorter one is kept with probability
/// <c>d/r</c> and then stands for <c>r/d</c> events that last <c>r</c> together:
/// <code>
/// mean count:    d/r · r/d = 1        mean delay:    d/r · r = d
/// </code>
/// Counts are whole numbers, and <c>r/d</c> is none: it is rounded up with the probability of its fraction and else down, which has <c>r/d</c> as its mean.
/// By fraction, one of <c>n</c>: each is kept with probability <c>1/n</c> and then stands for <c>n</c> like itself, with the means <c>1/n · n = 1</c>
/// and <c>1/n · n·d = d</c>.
/// </remarks>
internal sealed class EventRate
{
    private readonly long _duration;
    private readonly long _fraction;

    private EventRate(long duration, long fraction) => (_duration, _fraction) = (duration, fraction);

    /// <summary>Nothing is kept.</summary>
    public static EventRate None { get; } = new(0, 0);

    /// <summary>Everything is kept.</summary>
    public static EventRate Every { get; } = new(1, 1);

    /// <summary>One event for each <paramref name="rate"/> of duration, in the mean. 1: every event; 0 and below: none.</summary>
    public static EventRate ByDuration(long rate) => rate <= 0 ? None : new EventRate(rate, 1);

    /// <summary>One event of <paramref name="fraction"/>, in the mean. 1: every event; 0 and below: none.</summary>
    public static EventRate ByFraction(long fraction) => fraction <= 0 ? None : new EventRate(1, fraction);

    /// <summary>False when the event is not kept.</summary>
    /// <param name="duration">0 and below, which a clock that does not advance shows, counts as 1.</param>
    /// <param name="random">The caller's own.</param>
    /// <param name="weight">What the event stands for.</param>
    public bool TryKeep(long duration, Random random, out EventWeight weight)
    {
        duration = Math.Max(duration, 1);
        if (duration < _duration)
        {
            weight = new EventWeight(RoundedQuotient(_duration, duration, random), _duration);
            return random.NextInt64(_duration) < duration;
        }

        weight = new EventWeight(_fraction, SaturatedProduct(_fraction, duration));
        return _fraction == 1 || (_fraction > 1 && random.NextInt64(_fraction) == 0);
    }

    private static long RoundedQuotient(long dividend, long divisor, Random random)
    {
        (long whole, long rest) = Math.DivRem(dividend, divisor);
        return rest > 0 && random.NextInt64(divisor) < rest ? whole + 1 : whole;
    }

    private static long SaturatedProduct(long fraction, long duration) => duration > long.MaxValue / Math.Max(fraction, 1) ? long.MaxValue : fraction * duration;
}

/// <summary>What an event that was kept stands for, together with those like it that were not.</summary>
/// <param name="Count">Events.</param>
/// <param name="Delay">Their durations together, in the unit of the event's own.</param>
internal readonly record struct EventWeight(long Count, long Delay);
