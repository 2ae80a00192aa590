using System.Diagnostics;

namespace Heap;

/// <summary>How the load ran for a short while.</summary>
/// <param name="UnitsPerCpuSecond">Speed, whatever else the machine does.</param>
/// <param name="UnitsPerSecond">Speed by the clock.</param>
/// <param name="PauseShare">Part of the time that collections held all threads.</param>
internal readonly record struct Segment(double UnitsPerCpuSecond, double UnitsPerSecond, double PauseShare)
{
    /// <param name="load">Runs already.</param>
    /// <param name="profiler">A process that works for the measurement, whose CPU time counts too.</param>
    public static Segment Measure(AllocationLoad load, Process? profiler = null)
    {
        long start = Stopwatch.GetTimestamp();
        TimeSpan cpu = Cpu(profiler);
        TimeSpan pause = GC.GetTotalPauseDuration();
        long units = load.Units;
        Thread.Sleep(Options.Segment);
        units = load.Units - units;
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        return new Segment(units / (Cpu(profiler) - cpu).TotalSeconds, units / seconds, (GC.GetTotalPauseDuration() - pause).TotalSeconds / seconds);
    }

    private static TimeSpan Cpu(Process? profiler) => Environment.CpuUsage.TotalTime + (profiler?.TotalProcessorTime ?? TimeSpan.Zero);
}
