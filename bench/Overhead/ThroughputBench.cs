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
        "interval. Target at 100 Hz with 2 threads: 0.99 or more. *Off/off* is the same with no profile at all: what the method itself reads.";

    public static MarkdownTable Run(Options options)
    {
        MarkdownTable table = new("threads", "rate", "on / off", "units/s off", "pairs");
        foreach (int threads in new[] { 2, 200 })
        {
            using LoadThreads load = new(threads);
            Segments.WarmUp(load);
            foreach (int? frequency in new int?[] { null, 100, 1000 })
            {
                AddRow(table, load, threads, frequency, options.Pairs);
            }
        }

        return table;
    }

    private static void AddRow(MarkdownTable table, LoadThreads load, int threads, int? frequency, int pairs)
    {
        (List<double> ratios, List<double> off) = Measure(load, frequency, pairs);
        string rate = frequency is { } hertz ? string.Create(CultureInfo.InvariantCulture, $"{hertz:#,0} Hz") : "off/off";
        table.Add(Cell.Number(threads), rate, Cell.Ratio(ratios), Cell.Number(Statistics.Median(off)), Cell.Number(pairs));
    }

    private static (List<double> Ratios, List<double> Off) Measure(LoadThreads load, int? frequency, int pairs)
    {
        Random random = new(frequency ?? 1);
        List<double> ratios = [];
        List<double> offRates = [];
        for (int i = 0; i < pairs; i++)
        {
            bool isOnFirst = random.Next(2) == 0;
            double first = Rate(load, isOnFirst ? frequency : null);
            double second = Rate(load, isOnFirst ? null : frequency);
            (double on, double off) = isOnFirst ? (first, second) : (second, first);
            ratios.Add(on / off);
            offRates.Add(off);
        }

        return (ratios, offRates);
    }

    private static double Rate(LoadThreads load, int? frequency)
    {
        if (frequency is not { } hertz)
        {
            return Segments.Rate(load, Options.Segment);
        }

        using (CpuProfile.Start(Stream.Null, new CpuProfileOptions { Frequency = hertz }))
        {
            return Segments.Rate(load, Options.Segment);
        }
    }
}
