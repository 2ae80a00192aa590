using System.Globalization;
using Pprof.Sampling;

namespace Pprof.Recording;

/// <summary>What a profile says of how it was taken and what it missed. Shown by <c>pprof -comments</c>.</summary>
internal static class TimerComments
{
    public static IReadOnlyList<string> Of(CpuSampler sampler, StackWalker walker, ProfilingParts parts)
    {
        SamplerStatistics statistics = sampler.Statistics;
        List<string> comments =
        [
            $"engine: timers on the CPU clock of each thread, one sample for every {Milliseconds(sampler.PeriodNanoseconds)} ms of CPU time; stacks by {parts.Unwinder.Description}",
            $"samples: {statistics.Samples} signals, standing for {Milliseconds((statistics.OwnWeight + statistics.ProcessWeight) * sampler.PeriodNanoseconds)} ms of CPU time; lost: {Milliseconds(statistics.LostWeight * sampler.PeriodNanoseconds)} ms",
            $"stacks: {walker.Tally.Whole} whole, {walker.Tally.Truncated} truncated, {walker.Tally.Unwalkable} unwalkable",
            $"process CPU time meanwhile: {Milliseconds(statistics.ProcessNanoseconds)} ms, of which the profiler's own threads used {Milliseconds(statistics.SamplerNanoseconds + walker.Nanoseconds)} ms",
        ];
        AddShortcomings(comments, statistics, parts);
        return comments;
    }

    private static void AddShortcomings(List<string> comments, SamplerStatistics statistics, ProfilingParts parts)
    {
        if (statistics.ThreadsWithoutTimer > 0)
        {
            comments.Add($"degraded: {statistics.ThreadsWithoutTimer} threads were refused a timer of their own (errno {statistics.RefusedError}; see ulimit -i)");
        }

        if (!statistics.HasProcessTimer)
        {
            comments.Add("degraded: no process-wide timer (Linux before 6.4): CPU time of threads too young to be known is lost");
        }

        if (parts.Shortcoming is { } shortcoming)
        {
            comments.Add($"degraded: {shortcoming}");
        }
    }

    private static string Milliseconds(long nanoseconds) => (nanoseconds / 1e6).ToString("0.###", CultureInfo.InvariantCulture);
}
