using Pprof.Recording;

namespace Pprof;

/// <summary>
/// Switches for the recordings that cost something while nobody looks at them. All are off at first. All members may be called
/// from any thread at any time.
/// </summary>
public static class Profiling
{
    /// <summary>What is recorded now.</summary>
    public static ProfileKinds Enabled => ProfileSwitches.Shared.Enabled;

    /// <summary>
    /// How the profile <c>heap</c> learns what is alive; <see cref="Pprof.HeapLiveness.Auto"/> at first. A change takes effect the next time that
    /// <see cref="ProfileKinds.Heap"/> is switched on; objects that were followed until then are not shown as live any more, which the profile's
    /// comments say.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is none of the enumeration.</exception>
    public static HeapLiveness HeapLiveness
    {
        get => HeapRecording.Shared.Liveness;
        set => HeapRecording.Shared.Liveness = Enum.IsDefined(value)
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "Use one of Auto, Agent, GcEvents and Off.");
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
        ProfileSwitches.Shared.Enable(kinds);
    }

    /// <summary>Stops recording and keeps what was recorded. What is off stays off.</summary>
    /// <param name="kinds">One or more kinds.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="kinds"/> has a bit that names no kind. Nothing was changed.</exception>
    public static void Disable(ProfileKinds kinds)
    {
        EnsureKnown(kinds);
        ProfileSwitches.Shared.Disable(kinds);
    }

    /// <summary>In one sentence, why the last <see cref="Enable"/> of a kind did not switch it on, and what to do; null when it did.</summary>
    /// <param name="kind">One kind.</param>
    public static string? NotEnabledReason(ProfileKinds kind) => ProfileSwitches.Shared.ReasonFor(kind);

    private static void EnsureKnown(ProfileKinds kinds)
    {
        const ProfileKinds Known = ProfileKinds.Heap | ProfileKinds.ThreadCreate | ProfileKinds.Tasks | ProfileKinds.Exceptions;
        if ((kinds & ~Known) != 0)
        {
            throw new ArgumentOutOfRangeException(nameof(kinds), kinds, $"Only {Known} can be switched; combine these with '|'.");
        }
    }
}
