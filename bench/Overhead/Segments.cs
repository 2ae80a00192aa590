using System.Diagnostics;
using BenchCommon.Load;

namespace Overhead;

/// <summary>Measures how fast the load runs for a short while.</summary>
internal static class Segments
{
    /// <summary>
    /// Units a second over one segment. The clock is read together with the counters, so that a late wake-up of this thread
    /// on a busy machine makes the segment longer and not the rate wrong.
    /// </summary>
    public static double Rate(LoadThreads load, TimeSpan length)
    {
        long start = Stopwatch.GetTimestamp();
        long before = load.Units;
        Thread.Sleep(length);
        long units = load.Units - before;
        return units / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    /// <summary>Long enough for the load to be compiled at its last tier and for the heap to find its size.</summary>
    public static void WarmUp(LoadThreads load) => Rate(load, TimeSpan.FromSeconds(5));
}
