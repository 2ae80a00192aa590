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
