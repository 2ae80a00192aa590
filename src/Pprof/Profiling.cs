using Pprof.Profiles;
using Pprof.Profiles.Waits;

namespace Pprof;

/// <summary>
/// Switches for the recordings that cost something while nobody looks at them. All are off at first. All members may be called
/// from any thread at any time.
/// </summary>
public static class Profiling
{
    /// <summary>What is recorded now.</summary>
    public static ProfileKinds Enabled => BuiltIn.Switches.Enabled;

    /// <summary>
    /// How the profile <c>heap</c> learns what is alive; <see cref="Pprof.HeapLiveness.Auto"/> at first. A change takes effect the next time that
    /// <see cref="ProfileKinds.Heap"/> is switched on; objects that were followed until then are not shown as live any more, which the profile's
    /// comments say.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is none of the enumeration.</exception>
    public static HeapLiveness HeapLiveness
    {
        get => BuiltIn.Heap.Liveness;
        set => BuiltIn.Heap.Liveness = Enum.IsDefined(value)
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "Use one of Auto, Agent, GcEvents and Off.");
    }

    /// <summary>
    /// Nanoseconds of waiting for each sample of the profile <c>block</c>, in the mean: 1, as at first, keeps every wait. A wait that is shorter is kept with a probability of
    /// its length divided by this, and then counts for all those like it, so that sums stay right in the mean. A change holds for waits that end from then on and
    /// alters nothing that was recorded. The waiting thread pays for its events whatever the rate.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1. Nothing was changed.</exception>
    public static long BlockProfileRate
    {
        get => BuiltIn.Block.Rate.Value;
        set => BuiltIn.Block.Rate = value >= 1
            ? WaitRate.ByDuration(value)
            : throw new ArgumentOutOfRangeException(nameof(value), value, "Use 1 or more nanoseconds; to record nothing call Profiling.Disable(ProfileKinds.Block).");
    }

    /// <summary>
    /// Of how many waits for a lock the profile <c>mutex</c> keeps one, which then counts for all of them: 1, as at first, keeps every wait. A change holds for
    /// waits that end from then on and alters nothing that was recorded. The waiting thread pays for its events whatever the fraction.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1. Nothing was changed.</exception>
    public static int MutexProfileFraction
    {
        get => (int)BuiltIn.Mutex.Rate.Value;
        set => BuiltIn.Mutex.Rate = value >= 1
            ? WaitRate.ByFraction(value)
            : throw new ArgumentOutOfRangeException(nameof(value), value, "Use 1 or more; to record nothing call Profiling.Disable(ProfileKinds.Mutex).");
    }

    /// <summary>
    /// Starts recording. What is on already stays on. What cannot be recorded here stays off, without an exception, so that a
    /// program can ask for it wherever it runs: see <see cref="Enabled"/> and <see cref="NotEnabledReason"/>.
    /// </summary>
    /// <param name="kinds">One or more kinds.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="kinds"/> has a bit that names no kind. Nothing was changed.</exception>
    public static void Enable(ProfileKinds kinds)
    {
        EnsureKnown(kinds);
        BuiltIn.Switches.Enable(kinds);
    }

    /// <summary>Stops recording and keeps what was recorded. What is off stays off.</summary>
    /// <param name="kinds">One or more kinds.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="kinds"/> has a bit that names no kind. Nothing was changed.</exception>
    public static void Disable(ProfileKinds kinds)
    {
        EnsureKnown(kinds);
        BuiltIn.Switches.Disable(kinds);
    }

    /// <summary>In one sentence, why the last <see cref="Enable"/> of a kind did not switch it on, and what to do; null when it did.</summary>
    /// <param name="kind">One kind.</param>
    public static string? NotEnabledReason(ProfileKinds kind) => BuiltIn.Switches.ReasonFor(kind);

    private static void EnsureKnown(ProfileKinds kinds)
    {
        const ProfileKinds Known = ProfileKinds.Heap | ProfileKinds.Block | ProfileKinds.Mutex | ProfileKinds.ThreadCreate | ProfileKinds.Tasks | ProfileKinds.Exceptions;
        if ((kinds & ~Known) != 0)
        {
            throw new ArgumentOutOfRangeException(nameof(kinds), kinds, $"Only {Known} can be switched; combine these with '|'.");
        }
    }
}
