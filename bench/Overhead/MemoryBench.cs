using System.Diagnostics;
using System.Globalization;
using BenchCommon;
using Pprof;

namespace Overhead;

/// <summary>Resident memory of a process with 1,000 threads before, during and after a profile; in a process of its own.</summary>
internal static class MemoryBench
{
    public const string ChildArgument = "--memory-child";

    public const string Explanation =
        "Resident set, after a full collection each time. Every thread runs for a tenth of a millisecond 10 times a second, " +
        "so that each is sampled. Target: 64 MB extra while profiling.";

    private const int Threads = 1000;

    public static MarkdownTable Run()
    {
        ProcessStartInfo start = new(Environment.ProcessPath!) { RedirectStandardOutput = true };
        start.ArgumentList.Add(ChildArgument);
        using Process child = Process.Start(start)!;
        string[] values = child.StandardOutput.ReadToEnd().Split(' ', StringSplitOptions.TrimEntries);
        child.WaitForExit();
        return new MarkdownTable("", "MB resident", "MB extra")
            .Add("before", values[0], "")
            .Add("first profile, at 100 Hz, after 3 s", values[1], Extra(values[1], values[0]))
            .Add("after its Stop", values[2], Extra(values[2], values[0]))
            .Add("second profile, at 1,000 Hz, after 3 s", values[3], Extra(values[3], values[0]))
            .Add("after its Stop", values[4], Extra(values[4], values[0]));
    }

    /// <summary>Prints the resident set at the five instants, in megabytes.</summary>
    public static int RunChild()
    {
        for (int i = 0; i < Threads; i++)
        {
            new Thread(Work, maxStackSize: 256 << 10) { IsBackground = true }.Start();
        }

        Thread.Sleep(2000);
        List<double> resident = [Resident()];
        foreach (int frequency in new[] { 100, 1000 })
        {
            using (CpuProfile.Start(Stream.Null, new CpuProfileOptions { Frequency = frequency }))
            {
                Thread.Sleep(3000);
                resident.Add(Resident());
            }

            resident.Add(Resident());
        }

        Console.WriteLine(string.Join(' ', resident.Select(value => value.ToString("0.0", CultureInfo.InvariantCulture))));
        return 0;
    }

    private static void Work()
    {
        while (true)
        {
            Thread.SpinWait(2000);
            Thread.Sleep(100);
        }
    }

    private static double Resident()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        string line = File.ReadLines("/proc/self/status").First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal));
        return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024.0;
    }

    private static string Extra(string now, string before) =>
        (double.Parse(now, CultureInfo.InvariantCulture) - double.Parse(before, CultureInfo.InvariantCulture)).ToString("0.0", CultureInfo.InvariantCulture);
}
