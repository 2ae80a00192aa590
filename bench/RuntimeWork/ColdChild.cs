using System.Diagnostics;
using System.Globalization;
using System.Runtime;
using System.Runtime.CompilerServices;
using Pprof;

namespace RuntimeWorkBench;

/// <summary>The first profile of a process with busy threads. Prints one line of numbers.</summary>
internal static class ColdChild
{
    private static volatile bool s_isEnding;
    private static double s_sink;

    public static int Run(int threads, double seconds)
    {
        for (int i = 0; i < threads; i++)
        {
            new Thread(Spin) { IsBackground = true }.Start();
        }

        // Until its own method is compiled for good.
        Thread.Sleep(500);
        using MemoryStream file = new();
        long methods = JitInfo.GetCompiledMethodCount();
        long started = Stopwatch.GetTimestamp();
        CpuProfileSession session = CpuProfile.Start(file);
        double start = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        Thread.Sleep((int)(seconds * 1000));
        long stopped = Stopwatch.GetTimestamp();
        session.Dispose();
        double stop = Stopwatch.GetElapsedTime(stopped).TotalMilliseconds;
        methods = JitInfo.GetCompiledMethodCount() - methods;
        s_isEnding = true;
        Print(file, start, stop, methods);
        return 0;
    }

    private static void Print(MemoryStream file, double start, double stop, long methods)
    {
        file.Position = 0;
        ProfileReport report = ProfileReport.Read(file);
        double own = report.Rows.Where(row => row.Function.EndsWith("ColdChild.Spin", StringComparison.Ordinal)).Sum(row => (double)row.Cumulative);
        double profiler = report.Rows.Where(row => row.Function == "[profiler]").Sum(row => (double)row.Flat);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{start:0.0} {stop:0.0} {100 * (1 - (own / report.Total)):0.00} {100 * profiler / report.Total:0.00} {methods}"));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Spin()
    {
        double value = 1;
        while (!s_isEnding)
        {
            for (int i = 0; i < 2000; i++)
            {
                value = (value * 1.0000001) + 0.1;
            }
        }

        s_sink = value;
    }
}
