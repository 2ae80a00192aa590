using System.Globalization;
using Pprof.Aggregation;
using Pprof.Profiles.Naming;
using Pprof.RuntimeWork;
using Pprof.Sampling;

namespace Pprof.Profiles.Cpu;

/// <summary>What a profile says of how it was taken and what it missed. Shown by <c>pprof -comments</c>. Once it has ended.</summary>
internal sealed class TimerComments(RecordedPart part, ProfilingParts parts)
{
    private readonly SamplerAccount _account = part.Account;

    public IReadOnlyList<string> All => [Engine, Samples, Stacks, .. Awaits, Runtime, Cost, .. Labels, .. WindowComments.Of(Windows), .. Shortcomings];

    /// <summary>Windows of time that the samples bear; null for none.</summary>
    public WindowLabels? Windows { get; init; }

    private string Engine =>
        $"engine: timers on the CPU clock of each thread, one sample for every {Milliseconds(part.Period)} ms of CPU time; stacks by {parts.Unwinder.Description}";

    private string Samples =>
        $"samples: {part.Samples} signals, standing for {Periods(part.KeptWeight)} ms of CPU time; lost: {Periods(part.LostWeight)} ms";

    private string Stacks =>
        $"stacks: {part.Tally.Whole} whole, {part.Tally.Truncated} truncated, {part.Tally.Unwalkable} unwalkable";

    private string Runtime =>
        $"runtime: {Periods(part.NamedWeight)} ms of CPU time in the runtime's own code have a name and the label {KnownWork.LabelKey}; {Periods(part.NamelessWeight)} ms of it have none";

    private string Cost =>
        $"process CPU time meanwhile: {Milliseconds(_account.ProcessNanoseconds)} ms, of which the profiler's own threads used {Milliseconds(_account.SamplerNanoseconds + part.WalkerNanoseconds)} ms";

    private long UnlabeledNanoseconds => (part.UnlabeledWeight * part.Period) + part.ForgottenLabels;

    private IEnumerable<string> Awaits => part.Logical is not { } tally
        ? []
        : [$"logical stacks: {tally.All} samples of resumed async operations, {tally.Of(LogicalEnd.Root)} to their root; [await: caller unknown]: {Unknown(tally)}"];

    private static string Unknown(LogicalTally tally) =>
        $"{tally.Of(LogicalEnd.Chain)} by what awaits, {tally.Of(LogicalEnd.NotFound)} by what runs, {tally.Of(LogicalEnd.Plumbing)} between two operations, "
        + $"{tally.Of(LogicalEnd.Suspended)} in methods that the runtime suspends, {tally.Of(LogicalEnd.Unread)} during a garbage collection";

    // Of a program without labels there is nothing to say.
    private IEnumerable<string> Labels =>
        part.LabelSets == 0 && UnlabeledNanoseconds == 0
            ? []
            : [$"labels: {part.LabelSets} different sets"];

    private IEnumerable<string> Shortcomings
    {
        get
        {
            if (_account.ThreadsWithoutTimer > 0)
            {
                yield return $"degraded: {_account.ThreadsWithoutTimer} threads were refused a timer of their own (errno {_account.RefusedError}; see ulimit -i): {Milliseconds(_account.UntimedNanoseconds)} ms of CPU time are lost";
            }

            if (_account.StackShortcoming is { } unknown)
            {
                yield return $"degraded: stacks end after a page, because {unknown}";
            }

            if (_account.UnseenNanoseconds > 0)
            {
                yield return $"degraded: {Milliseconds(_account.UnseenNanoseconds)} ms of CPU time are lost: threads used them that were too young to be sampled, or after their last sample";
            }

            if (UnlabeledNanoseconds > 0)
            {
                yield return $"degraded: {Milliseconds(UnlabeledNanoseconds)} ms of CPU time lack the labels they had: a profile holds 65,536 different sets, a tenth of a second as many pushes";
            }

            if (part.WhyPhysical is { } reason)
            {
                yield return $"degraded: logical stacks were asked for, and these are physical, because {reason}";
            }

            if (parts.Shortcoming is { } shortcoming)
            {
                yield return $"degraded: {shortcoming}";
            }
        }
    }

    private string Periods(long weight) => Milliseconds(weight * part.Period);

    private static string Milliseconds(long nanoseconds) => (nanoseconds / 1e6).ToString("0.###", CultureInfo.InvariantCulture);
}
