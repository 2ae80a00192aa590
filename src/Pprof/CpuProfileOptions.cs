namespace Pprof;

/// <summary>Settings of one CPU profile. The defaults are safe in production.</summary>
public sealed class CpuProfileOptions
{
    /// <summary>Lowest <see cref="Frequency"/>, in samples per second of CPU time.</summary>
    public const int MinFrequency = 1;

    /// <summary>Highest <see cref="Frequency"/>, in samples per second of CPU time.</summary>
    public const int MaxFrequency = 1000;

    /// <summary>
    /// Samples per second of CPU time of each thread; 100 by default. The kernel's tick bounds it, usually at 250 Hz. At 1,000 Hz
    /// a sample then stands for four periods: CPU time stays right, and only the number of samples is lower.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1 or above 1,000.</exception>
    public int Frequency
    {
        get;
        set
        {
            if (value is < MinFrequency or > MaxFrequency)
            {
                throw new ArgumentOutOfRangeException(
                    nameof(value), value, $"{nameof(Frequency)} must be from {MinFrequency} to {MaxFrequency} Hz; 100 suits production.");
            }

            field = value;
        }
    } = 100;

    /// <summary>
    /// Gives every sample the label <c>thread</c>: the name of its thread, of which the system keeps 15 bytes, with digits shown as
    /// <c>#</c>, so that <c>worker 1</c> to <c>worker 64</c> are one value; <c>unnamed</c> for threads without a name. A profile has at
    /// most 1,000 combinations of this label and <c>runtime</c>; threads beyond it are <c>other</c>. False by default: names may say what
    /// a reader of the profile should not know.
    /// </summary>
    public bool ThreadLabels { get; set; }

    /// <summary>
    /// Gives every sample the label <c>window</c>: which part of the recording it is of, in windows of this length, so that the page can show
    /// time, and one span of it alone. The label's number is when the window begins, in nanoseconds since the start; it is some 50 ms off.
    /// From 0.1 to 1 second; null, the default, for none. Costs space: each stack is kept once for each window it was met in, which makes
    /// the file some times larger. A profile has at most 1,000 windows: of a longer recording two become one, as often as need be.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 0.1 or above 1 second.</exception>
    public TimeSpan? TimeWindows
    {
        get;
        set
        {
            if (value is { TotalSeconds: < 0.1 or > 1 })
            {
                throw new ArgumentOutOfRangeException(
                    nameof(value), value, $"{nameof(TimeWindows)} must be from 0.1 to 1 second, or null for none; 0.5 s suits a minute.");
            }

            field = value;
        }
    }

    /// <summary>
    /// Callers of async methods: those on the thread's stack, or those who await; <see cref="CpuProfileStacks.Physical"/> by default.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not a member of <see cref="CpuProfileStacks"/>.</exception>
    public CpuProfileStacks Stacks
    {
        get;
        set
        {
            if (!Enum.IsDefined(value))
            {
                throw new ArgumentOutOfRangeException(nameof(value), value, $"{nameof(Stacks)} must be Physical or Logical.");
            }

            field = value;
        }
    }

    /// <summary>How samples are taken; <see cref="CpuProfileEngine.Auto"/> by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not a member of <see cref="CpuProfileEngine"/>.</exception>
    public CpuProfileEngine Engine
    {
        get;
        set
        {
            if (!Enum.IsDefined(value))
            {
                throw new ArgumentOutOfRangeException(nameof(value), value, $"{nameof(Engine)} must be Auto, Timers or EventPipe.");
            }

            field = value;
        }
    }
}
