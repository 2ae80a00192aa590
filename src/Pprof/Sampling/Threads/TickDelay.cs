using Pprof.Interop;

namespace Pprof.Sampling;

/// <summary>
/// How late the kernel notices that a CPU timer has expired, and what is done about it.
/// </summary>
/// <remarks>
/// Expiry is looked for on the scheduler's tick, on the thread that runs. A thread that runs in slices short against the
/// tick τ meets ticks at random, one per τ of its CPU time. After c of CPU time the last tick it met lies on average
/// τ(1 - e^(-c/τ)) back, and what lies after it is not counted: 4 ms for each of 200 threads is a tenth of a profile of 8
/// CPU seconds. Starting the account of each thread that meets a tick at all, probability 1 - e^(-c/τ), with a credit of τ
/// makes it right for every c. A thread that runs without pause is τ/2 late, and gets τ/2 when it is known to; among the
/// threads there are at Start at most as many as processors run without pause, and their other half does not matter.
/// The credit is given by an earlier first expiry as far as the period reaches, and for the rest as weight of the
/// first sample. An expiry cannot be set into the past: that would send the signal at once, to a sleeping thread too.
/// </remarks>
internal readonly record struct TickDelay(long Credit)
{
    private const int CLOCK_MONOTONIC_COARSE = 6;
    private const long UsualTick = 4_000_000;

    /// <summary>Nanoseconds between two ticks of the scheduler.</summary>
    public static long Tick { get; } = ReadTick();

    /// <summary>For a thread that sleeps and wakes, as most do.</summary>
    public static TickDelay OfSleeper => new(Tick);

    /// <summary>For a thread that runs without pause.</summary>
    public static TickDelay OfRunner => new(Tick / 2);

    /// <summary>Nanoseconds of CPU time to the first expiry; at least 1.</summary>
    public long FirstExpiry(long period, long phase) => Math.Max(phase - (Credit % period), 1);

    /// <summary>Periods to add to the first sample.</summary>
    public uint FirstWeight(long period) => (uint)(Credit / period);

    // The coarse clock advances with the tick and says so.
    private static unsafe long ReadTick()
    {
        Libc.TimeSpecification resolution;
        return Libc.ClockGetResolution(CLOCK_MONOTONIC_COARSE, &resolution) == 0 && resolution.Nanoseconds > 0
            ? resolution.Nanoseconds : UsualTick;
    }
}
