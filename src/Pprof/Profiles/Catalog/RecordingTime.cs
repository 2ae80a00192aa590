namespace Pprof.Profiles.Catalog;

/// <summary>The rule for lengths of recordings that callers choose.</summary>
internal static class RecordingTime
{
    // What timers of the base library count to, in milliseconds.
    private static readonly TimeSpan s_longest = TimeSpan.FromMilliseconds(int.MaxValue);

    public static void EnsureValid(TimeSpan duration)
    {
        if (duration <= TimeSpan.Zero || duration > s_longest)
        {
            throw new ArgumentOutOfRangeException(nameof(duration), duration, "The time must be more than zero and less than 24 days; 10 seconds is a good start.");
        }
    }
}
