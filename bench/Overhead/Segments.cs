using System.Diagnostics;
using BenchCommon.Load;

namespace Overhead;

/// <summary>Measures the speed of the load.</summary>
internal static class Segments
{
    /// <summary>
    /// Clocks and counters are read together, so that a late wake-up of this thread on a busy machine makes the segment
    /// longer and not the speed wrong.
    /// </summary>
    public static Speed Measure(LoadThreads load, TimeSpan length, Process? profiler = null)
    {
        long start = Stopwatch.GetTimestamp();
        TimeSpan cpuBefore = CpuTime(profiler);
        long before = load.Units;
        Thread.Sleep(length);
        long units = load.Units - before;
        TimeSpan cpu = CpuTime(profiler) - cpuBefore;
        return new Speed(units / Stopwatch.GetElapsedTime(start).TotalSeconds, units / cpu.TotalSeconds);
    }

    /// <summary>Long enough for the load to be compiled at its last tier and for the heap to find its size.</summary>
    public static void WarmUp(LoadThreads load) => Measure(load, TimeSpan.FromSeconds(5));

    private static TimeSpan CpuTime(Process? profiler) =>
        Environment.CpuUsage.TotalTime + (profiler?.TotalProcessorTime ?? TimeSpan.Zero);
}
