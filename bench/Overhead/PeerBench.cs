using System.Diagnostics;
using BenchCommon;
using BenchCommon.Load;

namespace Overhead;

/// <summary>The same load, the same machine, the same hour, another profiler.</summary>
internal static class PeerBench
{
    public const string Explanation =
        "`dotnet-trace collect --profile dotnet-sampled-thread-time` attached to the process for 12 s, then not for as long, several times; " +
        "each 0.4 s segment with it against the median of the segments without it that follow. Its own process shares the cores: that is part of its price, and counted in *by CPU*.";

    private static readonly TimeSpan s_attached = TimeSpan.FromSeconds(12);

    /// <summary>Less than it is attached: what runs while it begins and ends is left out.</summary>
    private static readonly TimeSpan s_measured = TimeSpan.FromSeconds(8);

    public static async Task<MarkdownTable> RunAsync(int threads, Options options)
    {
        MarkdownTable table = new("threads", "profiler", "on / off by CPU", "on / off by the clock", "segments");
        if (DotnetTrace.Get() is not { } tool)
        {
            return table.Add("", "dotnet-trace could not be installed", "", "", "");
        }

        using LoadThreads load = new(threads);
        Segments.WarmUp(load);
        List<Speed> ratios = [];
        for (int round = 0; round < options.PeerRounds; round++)
        {
            ratios.AddRange(await RoundAsync(tool, load));
        }

        return table.Add(
            Cell.Number(threads), $"dotnet-trace {tool.Version}", Cell.Ratio(ratios.Select(ratio => ratio.PerCpuSecond)),
            Cell.Ratio(ratios.Select(ratio => ratio.PerSecond)), Cell.Number(ratios.Count));
    }

    private static async Task<IEnumerable<Speed>> RoundAsync(DotnetTrace tool, LoadThreads load)
    {
        using Process trace = await tool.AttachAsync("dotnet-sampled-thread-time", s_attached);
        Thread.Sleep(1000);
        List<Speed> on = Measure(load, trace);
        // It names every method of the process before it ends, which is work too; but a session of minutes pays that once.
        await trace.WaitForExitAsync();
        Thread.Sleep(1000);
        List<Speed> without = Measure(load, null);
        Speed off = new(Statistics.Median([.. without.Select(speed => speed.PerSecond)]), Statistics.Median([.. without.Select(speed => speed.PerCpuSecond)]));
        return on.Select(speed => speed / off);
    }

    private static List<Speed> Measure(LoadThreads load, Process? profiler)
    {
        List<Speed> speeds = [];
        long start = Stopwatch.GetTimestamp();
        do
        {
            speeds.Add(Segments.Measure(load, Options.Segment, profiler));
        }
        while (Stopwatch.GetElapsedTime(start) < s_measured);

        return speeds;
    }
}
