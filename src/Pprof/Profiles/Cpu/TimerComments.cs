using System.Globalization;
using Pprof.Aggregation;
using Pprof.Profiles.Naming;
using Pprof.RuntimeWork;
using Pprof.Sampling;

namespace Pprof.Profiles.Cpu;

/// <summary>What a profile says of how it was taken and what it missed. Shown by <c>pprof -comments</c>. Once everything has ended.</summary>
internal sealed class TimerComments(CpuSampler sampler, SampleQueue queue, StackWalker walker, SampleLabels labels, SampleWork work,
    ProfilingParts parts)
{
    private readonly SamplerStatistics _statistics = sampler.Statistics;

    public IReadOnlyList<string> All => [Engine, Samples, Stacks, Runtime, Cost, .. Labels, .. WindowComments.Of(Windows), .. Shortcomings];

    /// <summary>Windows of time that the samples bear; null for none.</summary>
    public WindowLabels? Windows { get; init; }

    private string Engine =>
        $"engine: timers on the CPU clock of each thread, one sample for every {Milliseconds(sampler.PeriodNanoseconds)} ms of CPU time; stacks by {parts.Unwinder.Description}";

    private string Samples =>
        $"samples: {_statistics.Samples} signals, standing for {Periods(KeptWeight)} ms of CPU time; lost: {Periods(_statistics.LostWeight + queue.DroppedWeight)} ms";

    private string Stacks =>
        $"stacks: {walker.Tally.Whole} whole, {walker.Tally.Truncated} truncated, {walker.Tally.Unwalkable} unwalkable";

    private string Runtime =>
        $"runtime: {Periods(work.NamedWeight)} ms of CPU time in the runtime's own code have a name and the label {KnownWork.LabelKey}; {Periods(work.NamelessWeight)} ms of it have none";

    private string Cost =>
        $"process CPU time meanwhile: {Milliseconds(_statistics.ProcessNanoseconds)} ms, of which the profiler's own threads used {Milliseconds(_statistics.SamplerNanoseconds + walker.Nanoseconds)} ms";

    private long KeptWeight => _statistics.OwnWeight + _statistics.YoungWeight - queue.DroppedWeight;

    // Of a program without labels there is nothing to say.
    private IEnumerable<string> Labels =>
        labels.Count == 0 && labels.LostWeight == 0
            ? []
            : [$"labels: {labels.Count} different sets"];

    private IEnumerable<string> Shortcomings
    {
        get
        {
            if (_statistics.ThreadsWithoutTimer > 0)
            {
                yield return $"degraded: {_statistics.ThreadsWithoutTimer} threads were refused a timer of their own (errno {_statistics.RefusedError}; see ulimit -i): {Periods(_statistics.UntimedWeight)} ms of CPU time are lost";
            }

            if (_statistics.StackShortcoming is { } unknown)
            {
                yield return $"degraded: stacks end after a page, because {unknown}";
            }

            if (_statistics.UnseenWeight > 0)
            {
                yield return $"degraded: {Periods(_statistics.UnseenWeight)} ms of CPU time are lost: threads used them that were too young to be sampled, or after their last sample";
            }

            if (labels.LostWeight > 0)
            {
                yield return $"degraded: {Periods(labels.LostWeight)} ms of CPU time lack the labels they had: a profile holds 65,536 different sets, a tenth of a second as many pushes";
            }

            if (parts.Shortcoming is { } shortcoming)
            {
                yield return $"degraded: {shortcoming}";
            }
        }
    }

    private string Periods(long weight) => Milliseconds(weight * sampler.PeriodNanoseconds);

    private static string Milliseconds(long nanoseconds) => (nanoseconds / 1e6).ToString("0.###", CultureInfo.InvariantCulture);
}
