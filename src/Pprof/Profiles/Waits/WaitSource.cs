using System.Diagnostics.Tracing;

namespace Pprof.Profiles.Waits;

/// <summary>Which waits a profile is about.</summary>
/// <param name="Name">Of the profile.</param>
/// <param name="Kind">What switches it on.</param>
/// <param name="Subject">What is counted, at the beginning of a sentence.</param>
/// <param name="Keywords">Of the runtime's events.</param>
/// <param name="Level">Of the events.</param>
/// <param name="Events">Their numbers.</param>
/// <param name="TextKind">What the text form begins with.</param>
/// <param name="HasOwner">Whether each wait is labelled with the thread that held the lock.</param>
internal sealed record WaitSource(
    string Name, ProfileKinds Kind, string Subject, long Keywords, EventLevel Level, IReadOnlyList<int> Events, string TextKind, bool HasOwner)
{
    public const int ContentionStart = 81;
    public const int ContentionStop = 91;
    public const int WaitStart = 301;
    public const int WaitStop = 302;

    private const long ContentionKeyword = 0x4000;
    private const long WaitHandleKeyword = 0x40000000000;

    /// <summary>Everything that blocks a thread.</summary>
    public static WaitSource Block { get; } = new(
        "block", ProfileKinds.Block, "Blocking waits", ContentionKeyword | WaitHandleKeyword, EventLevel.Verbose,
        [ContentionStart, ContentionStop, WaitStart, WaitStop], "contention", HasOwner: false);

    /// <summary>Locks only.</summary>
    public static WaitSource Mutex { get; } = new(
        "mutex", ProfileKinds.Mutex, "Waits for locks", ContentionKeyword, EventLevel.Informational, [ContentionStart, ContentionStop], "mutex", HasOwner: true);
}
