using Pprof.Profiles;
using Pprof.Profiles.Naming;
using Pprof.Profiles.Operations;
using Pprof.Profiles.Waits;

namespace Pprof;

/// <summary>
/// Switches on what is recorded before anybody asks for a profile. Everything is off at first. All members may be called from any thread
/// at any time.
/// </summary>
public static class Profiling
{
    /// <summary>What is recorded now.</summary>
    public static ProfileKinds Enabled => BuiltIn.Switches.Enabled;

    /// <summary>
    /// How the profile <c>heap</c> learns what is alive; <see cref="Pprof.HeapLiveness.Auto"/> at first. A change takes effect the next time
    /// <see cref="ProfileKinds.Heap"/> is switched on. Objects followed until then are no longer shown as live, and the profile's comments say so.
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
    /// The profile <c>block</c> keeps on average one wait for each this many nanoseconds of waiting. 1, the value at first, keeps every wait.
    /// </summary>
    /// <remarks>
    /// With 1,000,000 (1 ms), a wait of 2 ms is kept. A wait of 0.25 ms is kept with probability 1/4 and then counts as four, so
    /// sums stay right on average. A change holds for waits that end from then on. What was recorded stays as it is. The waiting thread pays for its
    /// events whatever the rate.
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1. Nothing was changed.</exception>
    public static long BlockProfileRate
    {
        get => BuiltIn.Block.Rate.Value;
        set => BuiltIn.Block.Rate = value >= 1
            ? WaitRate.ByDuration(value)
            : throw new ArgumentOutOfRangeException(nameof(value), value, "Use 1 or more nanoseconds; to record nothing call Profiling.Disable(ProfileKinds.Block).");
    }

    /// <summary>
    /// The profile <c>mutex</c> keeps on average one of this many waits for a lock, which then counts for all of them. 1, the value at first,
    /// keeps every wait. A change holds for waits that end from then on. What was recorded stays as it is. The waiting thread pays for its
    /// events whatever the fraction.
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
    /// Whether <c>block</c> and <c>mutex</c> show waits from the innermost method, such as <c>Monitor.Wait</c>. False at first: they are shown from the method that called
    /// <c>Task.Wait</c>, <c>Monitor.Enter</c>, <c>BlockingCollection.Take</c> and the like, and the label <c>wait</c> says which it called. Holds for profiles that are written from then on.
    /// </summary>
    public static bool ShowWaitMethods
    {
        get => WaitLeaves.AreKept;
        set => WaitLeaves.AreKept = value;
    }

    /// <summary>
    /// Where readers of a profile find what it means. Each profile says so (<c>doc_url</c>), and viewers show the link: with
    /// <c>https://wiki.example.org/pprof/</c> a heap profile leads to <c>https://wiki.example.org/pprof/heap.md</c>. At first the documentation of
    /// the repository that the package was built from; null, where that has no address on the web, or for no link.
    /// </summary>
    /// <exception cref="ArgumentException">It is no absolute http or https address. Nothing was changed.</exception>
    public static Uri? DocumentationAddress
    {
        get => Documentation.Folder;
        set => Documentation.Folder = value is null ? null
            : value.IsAbsoluteUri && Documentation.IsWeb(value) ? new Uri(value.AbsoluteUri.TrimEnd('/') + "/")
            : throw new ArgumentException($"{nameof(DocumentationAddress)} must be an absolute http or https address, not '{value}'.", nameof(value));
    }

    /// <summary>
    /// Whether entries of the profile <c>goroutine</c> have the label <c>age</c> while <see cref="ProfileKinds.Tasks"/> is on: how long the thread or the async operation has waited at least, as one
    /// of <c>&lt;1s</c>, <c>1s+</c>, <c>10s+</c>, <c>1m+</c>, <c>10m+</c>, <c>1h+</c> and <c>1d+</c>. False at first, so that equal stacks are one entry.
    /// </summary>
    public static bool AgeLabels
    {
        get => Age.AreLabels;
        set => Age.AreLabels = value;
    }

    /// <summary>
    /// Starts recording. What is on stays on. A kind that cannot be recorded here stays off, and no exception is thrown: a program can
    /// ask for it wherever it runs. <see cref="Enabled"/> tells what is on, <see cref="NotEnabledReason"/> why a kind is not.
    /// </summary>
    /// <param name="kinds">One or more kinds.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="kinds"/> has a bit that names no kind. Nothing was changed.</exception>
    public static void Enable(ProfileKinds kinds)
    {
        EnsureKnown(kinds);
        SelfReport.Ensure();
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
        const ProfileKinds Known = ProfileKinds.Heap | ProfileKinds.Block | ProfileKinds.Mutex | ProfileKinds.ThreadCreate | ProfileKinds.Tasks | ProfileKinds.Exceptions | ProfileKinds.Latency;
        if ((kinds & ~Known) != 0)
        {
            throw new ArgumentOutOfRangeException(nameof(kinds), kinds, $"Only {Known} can be switched; combine these with '|'.");
        }
    }
}
