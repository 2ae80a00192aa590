using System.Globalization;
using BenchCommon;
using Pprof;

namespace Heap;

/// <summary>Speed of a program with the heap profile on, against the same program with it off.</summary>
internal static class ThroughputBench
{
    public const string Explanation =
        "Threads work and allocate in a fixed proportion, which is found by measuring until so many bytes are allocated in a second; segments of 0.5 s with heap sampling on and off take turns. " +
        "*on / off* by CPU time of the whole process, the library's own threads included, and by the clock; *ms a collection* is how long one holds all threads, without sampling and with it. " +
        "*not on*: that way could not be switched on here. *not reached*: the machine does not allocate so fast.";

    public static MarkdownTable Run(Options options)
    {
        MarkdownTable table = new("live heap", "GB/s", "threads", "way", "on / off by CPU", "on / off by the clock", "collections a second", "ms a collection, off", "on");
        foreach (long live in (long[])[10_000_000, options.LargeHeap])
        {
            using AllocationLoad load = new(live);
            foreach (double rate in Options.Rates)
            {
                AddRows(table, options, load, $"{live / 1_000_000} MB", rate);
            }
        }

        return table;
    }

    private static void AddRows(MarkdownTable table, Options options, AllocationLoad load, string live, double rate)
    {
        double reached = Calibration.Reach(load, rate);
        foreach (HeapLiveness way in options.Ways)
        {
            // Not counted: code is compiled, and the agent attached, at the first use.
            Pair(load, way);
            List<(Segment On, Segment Off)> pairs = [];
            for (int i = 0; i < options.Pairs && Pair(load, way) is { } pair; i++)
            {
                pairs.Add(pair);
            }

            table.Add([live, Cell.Rate(reached, rate), $"{load.Threads}", $"{way}", .. pairs.Count > 0 ? Cells(pairs) : ["not on", "", "", "", ""]]);
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
        Cell.Number(pairs.Average(pair => pair.Off.Collections) / Options.Segment.TotalSeconds),
        PauseOf(pairs.Select(pair => pair.Off)),
        PauseOf(pairs.Select(pair => pair.On)),
    ];

    private static string PauseOf(IEnumerable<Segment> segments)
    {
        int collections = segments.Sum(segment => segment.Collections);
        return collections == 0 ? "" : (segments.Sum(segment => segment.Pause.TotalMilliseconds) / collections).ToString("0.00", CultureInfo.InvariantCulture);
    }
}
