using System.Diagnostics;
using BenchCommon;
using Pprof;

namespace Heap;

/// <summary>Time to write a profile of many live samples, and what the library holds for them.</summary>
internal static class WriteBench
{
    public const string Explanation =
        "2 GB of small objects, some 20,000 live samples, allocated from 64 stacks; then the profile is written again and again (median and least). " +
        "*managed* is what the managed heap has more than before, the kept objects apart; the rest of a way's tables is native memory.";

    private const int Rounds = 21;
    private const long Bytes = 2_000_000_000;

    public static MarkdownTable Run(Options options)
    {
        MarkdownTable table = new("way", "records", "proto ms", "text ms", "proto KB", "managed MB");
        foreach (HeapLiveness way in options.Ways)
        {
            Profiling.HeapLiveness = way;
            Profiling.Enable(ProfileKinds.Heap);
            if (Profiling.Enabled.HasFlag(ProfileKinds.Heap))
            {
                AddRow(table, way);
                Profiling.Disable(ProfileKinds.Heap);
            }
        }

        return table;
    }

    private static void AddRow(MarkdownTable table, HeapLiveness way)
    {
        long before = GC.GetTotalMemory(forceFullCollection: true);
        Node[] kept = new Node[Bytes / Node.Bytes / Node.ChainLength];
        for (int i = 0; i < kept.Length; i++)
        {
            kept[i] = Deep(i % 64);
        }

        GC.Collect();
        Profile heap = Profile.Lookup("heap")!;
        List<double> proto = Times(heap, 0, out long size);
        List<double> text = Times(heap, 1, out _);
        double own = GC.GetTotalMemory(forceFullCollection: true) - before - Bytes - (8.0 * kept.Length);
        GC.KeepAlive(kept);
        table.Add($"{way}", $"{heap.Count}", $"{Cell.Number(Statistics.Median(proto))} ({Cell.Number(proto.Min())})",
            $"{Cell.Number(Statistics.Median(text))} ({Cell.Number(text.Min())})", Cell.Number(size / 1e3), Cell.Number(own / 1e6));
    }

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
