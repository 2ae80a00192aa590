using System.Diagnostics;
using Pprof.TestSupport;
using Pprof.Workloads.Heap;

namespace Pprof.Soak;

/// <summary>All storms of the heap at once, with a CPU profile and a heap profile each second. What is left when they have calmed down must not grow.</summary>
internal static class HeapSoak
{
    private static readonly TimeSpan s_hangDeadline = TimeSpan.FromSeconds(60);

    // Not held by the collector: code of types made and dropped, its tables, the C library's arenas of threads that come and go.
    private const long MostGrowth = 128 << 20;

    // A handle for each method whose name is known, some of threads and types that have not gone yet. A leak of ours would be thousands in a second.
    private const long MostHandles = 5_000;

    public static bool Run(HeapLiveness liveness, TimeSpan duration)
    {
        using HandleCount handles = new();
        Profiling.HeapLiveness = liveness;
        Profiling.Enable(ProfileKinds.Heap);
        bool isOn = Profiling.Enabled.HasFlag(ProfileKinds.Heap);
        Console.WriteLine(isOn ? $"heap profile on: {liveness}" : Profiling.NotEnabledReason(ProfileKinds.Heap));

        // The first storm brings every table, thread and piece of code to its size; the second must not add to it.
        bool isSound = Storm(duration / 3, out int first);
        Level before = Level.Settled(handles, long.MaxValue);
        isSound &= Storm(duration * 2 / 3, out int second);
        Level after = Level.Settled(handles, before.Handles + MostHandles);
        Console.WriteLine($"{first + second} times two profiles, all valid; {(isSound ? "every thread ended" : "a thread HANGS")}");
        return isOn && isSound & Told("bytes outside of the collector's heap", before.Bytes, after.Bytes, MostGrowth) & Told("handles", before.Handles, after.Handles, MostHandles);
    }

    private static bool Storm(TimeSpan duration, out int profiles)
    {
        Storm[] storms = HeapStorms.All();
        using CancellationTokenSource stop = new();
        Array.ForEach(storms, storm => storm.Start(stop.Token));
        profiles = ProfileAgainAndAgain(duration);
        stop.Cancel();
        bool ended = storms.All(storm => storm.Join(s_hangDeadline));
        Array.ForEach(storms, storm => Console.WriteLine($"{storm.Name,-18} {storm.Rounds,12:N0} rounds"));
        return ended && storms.All(storm => storm.Rounds > 0);
    }

    private static int ProfileAgainAndAgain(TimeSpan duration)
    {
        int profiles = 0;
        for (Stopwatch watch = Stopwatch.StartNew(); watch.Elapsed < duration; profiles++)
        {
            using MemoryStream cpu = new();
            using MemoryStream heap = new();
            using (CpuProfile.Start(cpu))
            {
                Thread.Sleep(TimeSpan.FromSeconds(1));
                HeapProfile.WriteTo(heap);
            }

            ProfileOracle.AssertValid(cpu);
            ProfileOracle.AssertValid(heap);
        }

        return profiles;
    }

    private static bool Told(string what, long before, long after, long most)
    {
        bool isSound = after - before <= most;
        Console.WriteLine($"{what}: {before:N0}, then {after:N0}: {(isSound ? "no growth" : $"GROWTH of more than {most:N0}")}");
        return isSound;
    }

    private readonly record struct Level(long Bytes, long Handles)
    {
        public static Level Settled(HandleCount handles, long most)
        {
            long count = handles.Settled(most);
            return new Level(Environment.WorkingSet - GC.GetGCMemoryInfo().TotalCommittedBytes, count);
        }
    }
}
