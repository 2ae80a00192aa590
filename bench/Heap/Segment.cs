using System.Diagnostics;

namespace Heap;

/// <summary>How the load ran for a short while.</summary>
/// <param name="UnitsPerCpuSecond">Speed, whatever else the machine does.</param>
/// <param name="UnitsPerSecond">Speed by the clock.</param>
/// <param name="Collections">How many, of any generation.</param>
/// <param name="Pause">How long they held all threads.</param>
internal readonly record struct Segment(double UnitsPerCpuSecond, double UnitsPerSecond, int Collections, TimeSpan Pause)
{
    /// <param name="load">Runs already.</param>
    /// <param name="profiler">A process that works for the measurement, whose CPU time counts too.</param>
    public static Segment Measure(AllocationLoad load, Process? profiler = null)
    {
        long start = Stopwatch.GetTimestamp();
        TimeSpan cpu = Cpu(profiler);
        TimeSpan pause = GC.GetTotalPauseDuration();
        int collections = GC.CollectionCount(0);
        long units = load.Units;
        Thread.Sleep(Options.Segment);
        units = load.Units - units;
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        return new Segment(
            units / (Cpu(profiler) - cpu).TotalSeconds, units / seconds, GC.CollectionCount(0) - collections, GC.GetTotalPauseDuration() - pause);
    }

    private static TimeSpan Cpu(Process? profiler)
    {
        profiler?.Refresh();
        return Environment.CpuUsage.TotalTime + (profiler?.TotalProcessorTime ?? TimeSpan.Zero);
    }
}
