using System.Globalization;
using Pprof.Profiles.Events;

namespace Pprof.Profiles.Waits;

/// <summary>Which waits are kept, and how the profile says it.</summary>
internal sealed class WaitRate
{
    private WaitRate(EventRate events, long value, string? sentence) => (Events, Value, Sentence) = (events, value, sentence);

    public static WaitRate Every { get; } = new(EventRate.Every, 1, null);

    public EventRate Events { get; }

    /// <summary>Nanoseconds, or one of how many.</summary>
    public long Value { get; }

    private string? Sentence { get; }

    public static WaitRate ByDuration(long nanoseconds) => nanoseconds == 1 ? Every : new(EventRate.ByDuration(nanoseconds), nanoseconds, string.Create(
        CultureInfo.InvariantCulture, $"Waits shorter than {nanoseconds} ns are sampled, one for each {nanoseconds} ns of them, and scaled."));

    public static WaitRate ByFraction(long fraction) => fraction == 1 ? Every : new(EventRate.ByFraction(fraction), fraction, string.Create(
        CultureInfo.InvariantCulture, $"One of {fraction} waits is sampled and counts for all of them."));

    public IEnumerable<string> Tell() => Sentence is null ? [] : [Sentence];
}

/// <summary>
/// A rate that the program may change at any time, while events are read some tenths of a second after they were raised. Any thread changes
/// it, <c>pprof event decoder</c> asks. It remembers one change: if the rate changes twice while an event is in transit, the event is
/// counted at the middle rate.
/// </summary>
internal sealed class ChangingRate
{
    private Rates _rates = new(WaitRate.Every, WaitRate.Every, 0);

    public WaitRate Now => Volatile.Read(ref _rates).After;

    /// <param name="rate">Of events from now on.</param>
    /// <param name="now">Nanoseconds of the monotonic clock, as events have them.</param>
    public void Change(WaitRate rate, ulong now) => Volatile.Write(ref _rates, new Rates(Now, rate, now));

    public WaitRate At(ulong time)
    {
        Rates rates = Volatile.Read(ref _rates);
        return time < rates.ChangedAt ? rates.Before : rates.After;
    }

    // One object, so that whoever asks gets all three of one change.
    private sealed record Rates(WaitRate Before, WaitRate After, ulong ChangedAt);
}
