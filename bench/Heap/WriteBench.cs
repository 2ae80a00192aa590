using System.Diagnostics;
using System.Globalization;
using BenchCommon;
using Pprof;

namespace Heap;

/// <summary>Time to write a profile of many live samples, and the memory that the library holds for them; each way in a process of its own.</summary>
internal static class WriteBench
{
    public const string ChildArgument = "--write-child";

    public const string Explanation =
        "2 GB of small objects, some 20,000 live samples, allocated from 64 stacks; then the profile is written again and again (median and least). " +
        "*managed* is what the managed heap has more than before, the kept objects apart; *native* is what is resident outside of it. *extra* is the sum of both against a process that does the same without profiling.";

    private const string Without = "without";
    private const int Rounds = 21;
    private const long Bytes = 2_000_000_000;

    public static MarkdownTable Run(Options options)
    {
        MarkdownTable table = new("way", "records", "proto ms", "text ms", "proto KB", "managed MB", "native MB", "extra MB");
        double? none = null;
        foreach (string way in (string[])[Without, .. options.Ways.Select(way => $"{way}")])
        {
            string[] cells = Child(way);
            double sum = cells[^2..].Sum(cell => double.Parse(cell, NumberStyles.Float | NumberStyles.AllowThousands, CultureInfo.InvariantCulture));
            none ??= sum;
            table.Add([way, .. cells, way == Without ? "" : Cell.Number(sum - none.Value)]);
        }

        return table;
    }

    /// <summary>Prints a row's figures, one in a line.</summary>
    public static int RunChild(string way)
    {
        List<double> proto = [];
        List<double> text = [];
        long size = 0;
        if (way != Without)
        {
            Profiling.HeapLiveness = Enum.Parse<HeapLiveness>(way);
            Profiling.Enable(ProfileKinds.Heap);
        }

        long before = GC.GetTotalMemory(forceFullCollection: true);
        Node[] kept = new Node[Bytes / Node.Bytes / Node.ChainLength];
        for (int i = 0; i < kept.Length; i++)
        {
            kept[i] = Deep(i % 64);
        }

        GC.Collect();
        Profile heap = Profile.Lookup("heap")!;
        if (way != Without)
        {
            proto = Times(heap, 0, out size);
            text = Times(heap, 1, out _);
        }

        double managed = GC.GetTotalMemory(forceFullCollection: true) - before - Bytes - (8.0 * kept.Length);
        double native = NativeResidentSet.Bytes();
        GC.KeepAlive(kept);
        string[] cells = [$"{heap.Count}", TimeOf(proto), TimeOf(text), Cell.Number(size / 1e3), Cell.Number(managed / 1e6), Cell.Number(native / 1e6)];
        Console.WriteLine(string.Join('\n', cells));
        return 0;
    }

    private static string[] Child(string way)
    {
        ProcessStartInfo start = new(Environment.ProcessPath!, [ChildArgument, way]) { RedirectStandardOutput = true };
        using Process child = Process.Start(start)!;
        string[] cells = child.StandardOutput.ReadToEnd().TrimEnd('\n').Split('\n');
        child.WaitForExit();
        return cells;
    }

    private static string TimeOf(List<double> times) => times.Count == 0 ? "" : $"{Cell.Number(Statistics.Median(times))} ({Cell.Number(times.Min())})";

    private static Node Deep(int depth) => depth == 0 ? Node.Chain() : Deep(depth - 1);

    private static List<double> Times(Profile heap, int debug, out long size)
    {
        List<double> times = [];
        using MemoryStream stream = new();
        for (int i = 0; i < Rounds; i++)
        {
            stream.SetLength(0);
            long start = Stopwatch.GetTimestamp();
            heap.WriteTo(stream, debug);
            times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }

        size = stream.Length;
        return times;
    }
}
