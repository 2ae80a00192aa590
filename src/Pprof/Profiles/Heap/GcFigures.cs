using System.Globalization;
using System.Runtime;

namespace Pprof.Profiles.Heap;

/// <summary>What the garbage collector says of itself, one figure a line. Any thread; stops nothing.</summary>
internal static class GcFigures
{
    private static readonly string[] s_generations = ["Gen0", "Gen1", "Gen2", "LOH", "POH"];

    /// <summary>Bytes unless a line says otherwise; as of the last collection, but for the first lines.</summary>
    public static IReadOnlyList<string> Read()
    {
        GCMemoryInfo last = GC.GetGCMemoryInfo(GCKind.Any);
        List<string> lines =
        [
            "System.GC",
            Line("TotalAllocatedBytes", GC.GetTotalAllocatedBytes()),
            Line("TotalMemory", GC.GetTotalMemory(forceFullCollection: false)),
            Line("WorkingSet", Environment.WorkingSet),
            Text("Mode", $"{(GCSettings.IsServerGC ? "server" : "workstation")}, {GCSettings.LatencyMode}"),
            Text("Collections", string.Join(' ', Enumerable.Range(0, GC.MaxGeneration + 1).Select(GC.CollectionCount))),
            Text("TotalPause", Milliseconds(GC.GetTotalPauseDuration())),
        ];
        lines.AddRange(OfLast(last));
        return lines;
    }

    private static IEnumerable<string> OfLast(GCMemoryInfo last)
    {
        yield return Text("LastCollection", last.Index == 0 ? "none" : $"{last.Index}, generation {last.Generation}{How(last)}");
        yield return Text("LastPauses", string.Join(" + ", last.PauseDurations.ToArray().Select(Milliseconds)));
        yield return Text("PauseTimePercentage", last.PauseTimePercentage.ToString(CultureInfo.InvariantCulture));
        yield return Line("HeapSize", last.HeapSizeBytes);
        yield return Line("Fragmented", last.FragmentedBytes);
        yield return Line("Committed", last.TotalCommittedBytes);
        yield return Line("Promoted", last.PromotedBytes);
        yield return Line("MemoryLoad", last.MemoryLoadBytes);
        yield return Line("HighMemoryLoadThreshold", last.HighMemoryLoadThresholdBytes);
        yield return Line("TotalAvailable", last.TotalAvailableMemoryBytes);
        yield return Text("PinnedObjects", Number(last.PinnedObjectsCount));
        yield return Text("FinalizationPending", Number(last.FinalizationPendingCount));
        for (int i = 0; i < last.GenerationInfo.Length; i++)
        {
            GCGenerationInfo generation = last.GenerationInfo[i];
            yield return Text(
                i < s_generations.Length ? s_generations[i] : $"Gen{i}",
                $"size {Number(generation.SizeAfterBytes)}, before {Number(generation.SizeBeforeBytes)}, fragmented {Number(generation.FragmentationAfterBytes)}");
        }
    }

    private static string How(GCMemoryInfo last) => (last.Compacted ? ", compacting" : "") + (last.Concurrent ? ", in the background" : "");

    private static string Line(string name, long bytes) => Text(name, Number(bytes));

    private static string Text(string name, string value) => $"{name} = {value}";

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Milliseconds(TimeSpan time) => time.TotalMilliseconds.ToString("0.###", CultureInfo.InvariantCulture) + "ms";
}
