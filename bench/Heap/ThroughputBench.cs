using BenchCommon;
using Pprof;

namespace Heap;

/// <summary>Speed of a program with the heap profile on, against the same program with it off.</summary>
internal static class ThroughputBench
{
    public const string Explanation =
        "One thread works and allocates in a fixed proportion; segments of 0.5 s with heap sampling on and off take turns. *on / off* by CPU time of the whole process, " +
        "the library's own threads included, and by the clock; *pause* is the part of the time that collections held all threads. *not on*: that way could not be switched on here.";

    public static MarkdownTable Run(Options options)
    {
        MarkdownTable table = new("live heap", "GB/s", "way", "on / off by CPU", "on / off by the clock", "pause off", "pause on");
        foreach (long live in (long[])[10_000_000, options.LargeHeap])
        {
            foreach (double rate in Options.Rates)
            {
                AddRows(table, options, live, rate);
            }
        }

        return table;
    }

    private static void AddRows(MarkdownTable table, Options options, long live, double rate)
    {
        using AllocationLoad load = new(AllocationLoad.SpinsFor(rate), live);
        Segment warm = Segment.Measure(load);
        string measuredRate = Cell.Gigabytes(AllocationLoad.BytesOf((long)warm.UnitsPerSecond));
        foreach (HeapLiveness way in options.Ways)
        {
            // Not counted: code is compiled, and the agent attached, at the first use.
            Pair(load, way);
            List<(Segment On, Segment Off)> pairs = [];
            for (int i = 0; i < options.Pairs && Pair(load, way) is { } pair; i++)
            {
                pairs.Add(pair);
            }

            table.Add([$"{live / 1_000_000} MB", measuredRate, $"{way}", .. pairs.Count > 0 ? Cells(pairs) : ["not on", "", "", ""]]);
        }
    }

    private static (Segment On, Segment Off)? Pair(AllocationLoad load, HeapLiveness way)
    {
        Profiling.HeapLiveness = way;
        Segment off = Segment.Measure(load);
        Profiling.Enable(ProfileKinds.Heap);
        if (!Profiling.Enabled.HasFlag(ProfileKinds.Heap))
        {
            return null;
        }

        Segment on = Segment.Measure(load);
        Profiling.Disable(ProfileKinds.Heap);
        return (on, off);
    }

    private static string[] Cells(List<(Segment On, Segment Off)> pairs) =>
    [
        Cell.Ratio(pairs.Select(pair => pair.On.UnitsPerCpuSecond / pair.Off.UnitsPerCpuSecond)),
        Cell.Ratio(pairs.Select(pair => pair.On.UnitsPerSecond / pair.Off.UnitsPerSecond)),
        Cell.Percent(Statistics.Median([.. pairs.Select(pair => pair.Off.PauseShare)])),
        Cell.Percent(Statistics.Median([.. pairs.Select(pair => pair.On.PauseShare)])),
    ];
}
