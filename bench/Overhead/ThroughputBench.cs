using System.Globalization;
using BenchCommon;
using BenchCommon.Load;
using Pprof;

namespace Overhead;

/// <summary>Throughput with profiling on over throughput with it off, in neighbouring segments of one process.</summary>
internal static class ThroughputBench
{
    public const string Explanation =
        "Pairs of 0.4 s segments, one profiled and one not, in random order; the ratio of each pair, their median and its 95 % bootstrap " +
        "interval. *By CPU* compares units for each second of CPU that the process used, which other programs on the machine do not disturb; *by the clock* units for " +
        "each second. Target at 100 Hz with 2 threads: 0.99 or more. *Off/off* is the same with no profile at all: what the method itself reads.";

    public static MarkdownTable Run(int threads, Options options)
    {
        MarkdownTable table = new("threads", "rate", "on / off by CPU", "on / off by the clock", "units/s off", "pairs");
        using LoadThreads load = new(threads);
        Segments.WarmUp(load);
        foreach (int? frequency in new int?[] { null, 100, 1000 })
        {
            // Where threads are many, whoever measures waits in their queue as well: a pair then takes seconds.
            AddRow(table, load, threads, frequency, threads > 2 ? Math.Max(6, options.Pairs / 4) : options.Pairs);
        }

        return table;
    }

    private static void AddRow(MarkdownTable table, LoadThreads load, int threads, int? frequency, int pairs)
    {
        (List<Speed> ratios, List<Speed> off) = Measure(load, frequency, pairs);
        string rate = frequency is { } hertz ? string.Create(CultureInfo.InvariantCulture, $"{hertz:#,0} Hz") : "off/off";
        table.Add(
            Cell.Number(threads), rate, Cell.Ratio(ratios.Select(ratio => ratio.PerCpuSecond)), Cell.Ratio(ratios.Select(ratio => ratio.PerSecond)),
            Cell.Number(Statistics.Median([.. off.Select(speed => speed.PerSecond)])), Cell.Number(pairs));
    }

    private static (List<Speed> Ratios, List<Speed> Off) Measure(LoadThreads load, int? frequency, int pairs)
    {
        Random random = new(frequency ?? 1);
        List<Speed> ratios = [];
        List<Speed> offRates = [];
        for (int i = 0; i < pairs; i++)
        {
            bool isOnFirst = random.Next(2) == 0;
            Speed first = Rate(load, isOnFirst ? frequency : null);
            Speed second = Rate(load, isOnFirst ? null : frequency);
            (Speed on, Speed off) = isOnFirst ? (first, second) : (second, first);
            ratios.Add(on / off);
            offRates.Add(off);
        }

        return (ratios, offRates);
    }

    private static Speed Rate(LoadThreads load, int? frequency)
    {
        if (frequency is not { } hertz)
        {
            return Segments.Measure(load, Options.Segment);
        }

        using (CpuProfile.Start(Stream.Null, new CpuProfileOptions { Frequency = hertz }))
        {
            return Segments.Measure(load, Options.Segment);
        }
    }
}
