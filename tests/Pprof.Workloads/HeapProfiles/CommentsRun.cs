using System.Text;
using Pprof.Workloads.Heap;

namespace Pprof.Workloads.HeapProfiles;

/// <summary>A program as a user writes it, that asks for its heap profile wherever it runs: what it is told, and that it goes on.</summary>
internal static class CommentsRun
{
    private const int Kept = 200_000;

    /// <param name="profilers">A file to be attached as often as the runtime takes it, before the profile is asked for; or none.</param>
    public static int Report(string[] profilers)
    {
        foreach (string profiler in profilers)
        {
            while (AgentRuns.TryAttach(profiler))
            {
            }
        }

        Profiling.Enable(ProfileKinds.Heap);
        Console.WriteLine($"enabled {Profiling.Enabled.HasFlag(ProfileKinds.Heap)}");
        Console.WriteLine($"reason {Profiling.NotEnabledReason(ProfileKinds.Heap)}");
        List<byte[]> kept = [.. Enumerable.Range(0, Kept).Select(_ => new byte[100])];
        GC.Collect();
        using MemoryStream stream = new();
        Profile.Lookup("heap")!.WriteTo(stream, debug: 1);
        foreach (string line in Encoding.UTF8.GetString(stream.ToArray()).Split('\n').Where(IsOfLiveness))
        {
            Console.WriteLine($"comment {line[2..]}");
        }

        Profiling.Disable(ProfileKinds.Heap);
        Console.WriteLine($"kept {kept.Count}");
        return 0;
    }

    private static bool IsOfLiveness(string line) =>
        line.StartsWith("# Live objects", StringComparison.Ordinal) || line.StartsWith("# Allocations cannot", StringComparison.Ordinal);
}
