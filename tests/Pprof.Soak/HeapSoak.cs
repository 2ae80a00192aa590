using System.Diagnostics;
using System.Globalization;
using BenchCommon;
using Pprof.TestSupport;
using Pprof.Workloads.Heap;

namespace Pprof.Soak;

/// <summary>
/// All storms of the heap at once, with a CPU profile and a heap profile each second, several times. What is left each time when they have calmed down must not grow.
/// </summary>
internal static class HeapSoak
{
    private const int Times = 5;

    // What a profile writes is thrown away; what stays are our tables, which each new stack or type makes larger: some from code that was unloaded since.
    private const long MostManagedGrowth = 8 << 20;

    // Not held by the collector: code of types made and dropped, the runtime's tables, the C library's arenas of threads that come and go.
    private const long MostNativeGrowth = 64 << 20;

    // A handle for each method whose name is known, some of threads and types that have not gone yet. A leak of ours would be thousands in a second.
    private const long MostHandleGrowth = 5_000;

    private static readonly TimeSpan s_hangDeadline = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan s_second = TimeSpan.FromSeconds(1);

    /// <param name="liveness">Null for the storms alone: what the runtime itself keeps of them.</param>
    /// <param name="duration">Of all times together.</param>
    public static bool Run(HeapLiveness? liveness, TimeSpan duration)
    {
        string name = liveness?.ToString() ?? "None";
        string command = $"dotnet run -c Release --project tests/Pprof.Soak -- heap {duration.TotalSeconds:0} {name}";
        Console.WriteLine($"# Heap profiles through storms: {name}\n\n{Machine.Describe(command)}");
        using HandleCount handles = new();
        bool isSound = liveness is not { } way || IsOn(way);
        Storm[] storms = [.. HeapStorms.All(), .. liveness is null ? (Storm[])[] : [new("CPU profiles", ProfileCpu), new("heap profiles", ProfileHeap)]];
        List<Level> levels = [];
        for (int i = 0; i < Times; i++)
        {
            isSound &= Run(storms, duration / Times);
            levels.Add(Level.Settled(handles, i == 0 ? long.MaxValue : levels[0].Handles + MostHandleGrowth));
        }

        Report(storms, levels);
        Console.WriteLine(isSound ? (liveness is null ? "Every thread ended." : "Every profile is valid; every thread ended.") : "Not sound: see above.");
        return isSound & HasNotGrown(levels);
    }

    private static bool IsOn(HeapLiveness liveness)
    {
        Profiling.HeapLiveness = liveness;
        Profiling.Enable(ProfileKinds.Heap);
        bool isOn = Profiling.Enabled.HasFlag(ProfileKinds.Heap);
        Console.WriteLine(isOn ? $"Heap profile on. {LivenessComment()}\n" : Profiling.NotEnabledReason(ProfileKinds.Heap));
        return isOn;
    }

    private static bool Run(Storm[] storms, TimeSpan duration)
    {
        using CancellationTokenSource stop = new();
        Array.ForEach(storms, storm => storm.Start(stop.Token));
        Thread.Sleep(duration);
        stop.Cancel();
        bool ended = storms.All(storm => storm.Join(s_hangDeadline));
        if (!ended)
        {
            Console.WriteLine($"A thread HANGS: {string.Join(", ", storms.Where(storm => !storm.Join(TimeSpan.Zero)).Select(storm => storm.Name))}.");
        }

        foreach (string failure in storms.Select(storm => storm.Failure).OfType<string>())
        {
            Console.WriteLine($"WRONG: {failure}");
        }

        return ended && storms.All(storm => storm.Rounds > 0 && storm.Failure is null);
    }

    private static void ProfileCpu()
    {
        using MemoryStream stream = new();
        using (CpuProfile.Start(stream))
        {
            Thread.Sleep(s_second);
        }

        ProfileOracle.AssertValid(stream);
    }

    private static void ProfileHeap()
    {
        long start = Stopwatch.GetTimestamp();
        using MemoryStream stream = new();
        HeapProfile.WriteTo(stream);
        ProfileOracle.AssertValid(stream);
        TimeSpan left = s_second - Stopwatch.GetElapsedTime(start);
        Thread.Sleep(left > TimeSpan.Zero ? left : TimeSpan.Zero);
    }

    private static void Report(Storm[] storms, List<Level> levels)
    {
        MarkdownTable rounds = new("storm", "rounds");
        Array.ForEach(storms, storm => rounds.Add(storm.Name, $"{storm.Rounds:N0}"));
        MarkdownTable left = new("after time", "managed MB", "native MB", "handles");
        foreach ((int index, Level level) in levels.Index())
        {
            left.Add($"{index + 1}", Megabytes(level.Managed), Megabytes(level.Native), $"{level.Handles:N0}");
        }

        Console.WriteLine($"{rounds}\nWhat was left when the storms had calmed down:\n\n{left}");
    }

    // The first time brings every table, thread and piece of code to its size; the others must not add to it.
    private static bool HasNotGrown(List<Level> levels) =>
        IsBelow("managed memory", levels[^1].Managed - levels[0].Managed, MostManagedGrowth)
        & IsBelow("native memory", levels[^1].Native - levels[0].Native, MostNativeGrowth)
        & IsBelow("handles", levels[^1].Handles - levels[0].Handles, MostHandleGrowth);

    private static bool IsBelow(string what, long growth, long most)
    {
        Console.WriteLine(growth <= most ? $"No growth of {what}: {growth:N0} of {most:N0}." : $"GROWTH of {what}: {growth:N0}, more than {most:N0}.");
        return growth <= most;
    }

    private static string Megabytes(long bytes) => (bytes / 1e6).ToString("0.0", CultureInfo.InvariantCulture);

    private static string LivenessComment()
    {
        using MemoryStream stream = new();
        HeapProfile.WriteTo(stream);
        TestSupport.Proto.Profile profile = ProtoOracle.Read(stream.ToArray());
        return profile.Comment.Select(index => profile.StringTable[(int)index]).Single(comment => comment.StartsWith("Live objects", StringComparison.Ordinal));
    }

    private readonly record struct Level(long Managed, long Native, long Handles)
    {
        public static Level Settled(HandleCount handles, long mostHandles)
        {
            HeapStorms.Forget();
            long count = handles.Settled(mostHandles);
            return new Level(GC.GetTotalMemory(forceFullCollection: true), NativeResidentSet.Bytes(), count);
        }
    }
}
