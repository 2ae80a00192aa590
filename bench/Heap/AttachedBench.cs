using System.Diagnostics;
using System.Globalization;
using BenchCommon;
using Pprof;

namespace Heap;

/// <summary>Speed of a program whose heap profile was on and is off, against one in which it never was: the agent stays attached for good.</summary>
internal static class AttachedBench
{
    public const string ChildArgument = "--attached-child";

    public const string Explanation =
        "Two processes one after the other do the same work for 3 s each: in one the heap profile was on with the agent, and is off; in the other it was never on. " +
        "Which one is first changes from pair to pair.";

    private const int Pairs = 12;
    private const int Segments = 6;
    private const double Rate = 0.5e9;
    private const long LiveBytes = 10_000_000;

    public static MarkdownTable Run(Options options)
    {
        MarkdownTable table = new("live heap", "GB/s", "attached and off / never on, by CPU", "pairs");
        int pairs = Math.Min(Pairs, options.Pairs);
        using AllocationLoad load = new(LiveBytes);
        double reached = Calibration.Reach(load, Rate);
        int spins = load.Spins;
        load.Dispose();
        List<double> ratios = [.. Enumerable.Range(0, pairs).Select(index => Pair(spins, isOnFirst: index % 2 == 0))];
        return table.Add($"{LiveBytes / 1_000_000} MB", Cell.Rate(reached, Rate), Cell.Ratio(ratios), $"{pairs}");
    }

    /// <summary>Prints the units of a second of CPU time.</summary>
    public static int RunChild(string spins, string wasOn)
    {
        if (wasOn == bool.TrueString)
        {
            Profiling.HeapLiveness = HeapLiveness.Agent;
            Profiling.Enable(ProfileKinds.Heap);
            Profiling.Disable(ProfileKinds.Heap);
        }

        using AllocationLoad load = new(LiveBytes, int.Parse(spins, CultureInfo.InvariantCulture));
        Segment.Measure(load);
        double speed = Statistics.Median([.. Enumerable.Range(0, Segments).Select(_ => Segment.Measure(load).UnitsPerCpuSecond)]);
        Console.WriteLine(speed.ToString("R", CultureInfo.InvariantCulture));
        return 0;
    }

    private static double Pair(int spins, bool isOnFirst)
    {
        double first = Child(spins, isOnFirst);
        double second = Child(spins, !isOnFirst);
        return isOnFirst ? first / second : second / first;
    }

    private static double Child(int spins, bool wasOn)
    {
        ProcessStartInfo start = new(Environment.ProcessPath!, [ChildArgument, $"{spins}", $"{wasOn}"]) { RedirectStandardOutput = true };
        using Process child = Process.Start(start)!;
        string speed = child.StandardOutput.ReadToEnd();
        child.WaitForExit();
        return double.Parse(speed, CultureInfo.InvariantCulture);
    }
}
