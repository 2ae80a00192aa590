using System.Diagnostics;
using BenchCommon;

namespace Heap;

/// <summary>The same load under another profiler, a process of its own.</summary>
internal static class PeerBench
{
    public const string Explanation =
        "`dotnet-trace collect --profile gc-verbose` attached to the process for 8 s, then not for as long, several times; each segment with it against the median of those without it that follow. " +
        "It records one allocation in 100 KB and collections, and does not follow what stays alive. Its own process shares the cores: counted in *by CPU*.";

    private static readonly TimeSpan s_attached = TimeSpan.FromSeconds(8);

    // 4 s: what runs while it begins and ends is left out.
    private const int Segments = 8;

    public static async Task<MarkdownTable> RunAsync(Options options)
    {
        MarkdownTable table = new("live heap", "GB/s", "profiler", "on / off by CPU", "on / off by the clock", "segments");
        if (DotnetTrace.Get() is not { } tool)
        {
            return table.Add("", "", "dotnet-trace could not be installed", "", "", "");
        }

        foreach (long live in (long[])[10_000_000, options.LargeHeap])
        {
            using AllocationLoad load = new(live);
            foreach (double rate in Options.Rates)
            {
                await AddRowAsync(table, options, tool, load, $"{live / 1_000_000} MB", rate);
            }
        }

        return table;
    }

    private static async Task AddRowAsync(MarkdownTable table, Options options, DotnetTrace tool, AllocationLoad load, string live, double rate)
    {
        double reached = Calibration.Reach(load, rate);
        List<(double ByCpu, double ByClock)> ratios = [];
        for (int round = 0; round < options.PeerRounds; round++)
        {
            ratios.AddRange(await RoundAsync(tool, load));
        }

        table.Add(
            live, Cell.Rate(reached, rate), $"dotnet-trace {tool.Version}",
            Cell.Ratio(ratios.Select(ratio => ratio.ByCpu)), Cell.Ratio(ratios.Select(ratio => ratio.ByClock)), $"{ratios.Count}");
    }

    private static async Task<IEnumerable<(double ByCpu, double ByClock)>> RoundAsync(DotnetTrace tool, AllocationLoad load)
    {
        using Process trace = await tool.AttachAsync("gc-verbose", s_attached);
        Thread.Sleep(1000);
        List<Segment> on = [.. Enumerable.Range(0, Segments).Select(_ => Segment.Measure(load, trace))];

        // It names every method of the process before it ends, which is work too; but a session of minutes pays that once.
        await trace.WaitForExitAsync();
        Thread.Sleep(1000);
        List<Segment> off = [.. Enumerable.Range(0, Segments).Select(_ => Segment.Measure(load))];
        double cpu = Statistics.Median([.. off.Select(segment => segment.UnitsPerCpuSecond)]);
        double clock = Statistics.Median([.. off.Select(segment => segment.UnitsPerSecond)]);
        return on.Select(segment => (segment.UnitsPerCpuSecond / cpu, segment.UnitsPerSecond / clock));
    }
}
