using System.Diagnostics;
using BenchCommon;
using BenchCommon.Load;
using Pprof;

namespace Overhead;

/// <summary>How long the calls themselves take, once warm.</summary>
internal static class StartStopBench
{
    public const string Explanation =
        "Milliseconds as the caller sees them, with 2 busy load threads on the machine's cores. Targets when warm: Start 10 ms, Stop 50 ms. " +
        "The *first* of a process finds everything still to be compiled and mapped. " +
        "Where other programs keep the cores busy as well, most of a call is waiting for a core.";

    public static MarkdownTable Run(Options options)
    {
        MarkdownTable table = new("profile", "call", "median ms", "95 % ms", "worst ms", "calls");
        using LoadThreads load = new(2);
        Segments.WarmUp(load);
        Add(table, "first of the process, of 50 ms", TimeSpan.FromMilliseconds(50), 1);
        Add(table, "of 50 ms", TimeSpan.FromMilliseconds(50), options.Cycles);
        Add(table, "of 5 s", TimeSpan.FromSeconds(5), Math.Max(2, options.Cycles / 30));
        return table;
    }

    private static void Add(MarkdownTable table, string name, TimeSpan length, int cycles)
    {
        List<double> starts = [];
        List<double> stops = [];
        for (int i = 0; i < cycles; i++)
        {
            long started = Stopwatch.GetTimestamp();
            CpuProfile.Start(Stream.Null);
            starts.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            Thread.Sleep(length);
            long stopped = Stopwatch.GetTimestamp();
            CpuProfile.Stop();
            stops.Add(Stopwatch.GetElapsedTime(stopped).TotalMilliseconds);
        }

        AddRow(table, name, "Start", starts);
        AddRow(table, name, "Stop", stops);
    }

    private static void AddRow(MarkdownTable table, string profile, string call, List<double> values) => table.Add(
        profile, call, Cell.Milliseconds(Statistics.Median(values)), Cell.Milliseconds(Statistics.Quantile(values, 0.95)),
        Cell.Milliseconds(values.Max()), Cell.Number(values.Count));
}
