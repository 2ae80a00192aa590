using System.Diagnostics;
using BenchCommon;

namespace Heap;

/// <summary>The same load under another profiler, a process of its own.</summary>
internal static class PeerBench
{
    public const string Explanation =
        "`dotnet-trace collect --profile gc-verbose` attached for 10 s; segments with it against the median of those after it. Its own process shares the cores: counted in *by CPU*.";

    private static readonly TimeSpan s_attached = TimeSpan.FromSeconds(10);

    public static async Task<MarkdownTable> RunAsync(Options options)
    {
        MarkdownTable table = new("live heap", "GB/s", "on / off by CPU", "on / off by the clock");
        string tool = Path.Combine(ResultFile.RepositoryRoot(), "artifacts", "tools", "dotnet-trace");
        if (!File.Exists(tool))
        {
            return table.Add("", "run bench/Overhead first: it installs dotnet-trace", "", "");
        }

        foreach (double rate in Options.Rates)
        {
            using AllocationLoad load = new(AllocationLoad.SpinsFor(rate), options.LargeHeap);
            (List<Segment> on, List<Segment> off) = await MeasureAsync(tool, load);
            double cpu = Statistics.Median([.. off.Select(segment => segment.UnitsPerCpuSecond)]);
            double clock = Statistics.Median([.. off.Select(segment => segment.UnitsPerSecond)]);
            table.Add(
                $"{options.LargeHeap / 1_000_000} MB", Cell.Gigabytes(AllocationLoad.BytesOf((long)clock)),
                Cell.Ratio(on.Select(segment => segment.UnitsPerCpuSecond / cpu)), Cell.Ratio(on.Select(segment => segment.UnitsPerSecond / clock)));
        }

        return table;
    }

    private static async Task<(List<Segment> On, List<Segment> Off)> MeasureAsync(string tool, AllocationLoad load)
    {
        string file = Path.Combine(Path.GetTempPath(), $"heap-{Environment.ProcessId}.nettrace");
        ProcessStartInfo start = new(tool, ["collect", "-p", $"{Environment.ProcessId}", "--profile", "gc-verbose", "--duration", s_attached.ToString(@"dd\:hh\:mm\:ss"), "-o", file])
        {
            RedirectStandardOutput = true,
        };
        using Process trace = Process.Start(start)!;
        while (await trace.StandardOutput.ReadLineAsync() is { } line && !line.Contains("Output File", StringComparison.Ordinal))
        {
        }

        _ = trace.StandardOutput.ReadToEndAsync();
        List<Segment> on = [.. Enumerable.Range(0, 16).Select(_ => Segment.Measure(load, trace))];
        await trace.WaitForExitAsync();
        File.Delete(file);
        return (on, [.. Enumerable.Range(0, 16).Select(_ => Segment.Measure(load))]);
    }
}
