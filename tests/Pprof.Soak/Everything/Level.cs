using System.Globalization;
using BenchCommon;
using Pprof.Workloads.Heap;

namespace Pprof.Soak.Everything;

/// <summary>What the process holds when the storms have calmed down.</summary>
/// <param name="Managed">Bytes of live objects, our tables among them.</param>
/// <param name="Native">Resident bytes beside the managed heap.</param>
/// <param name="Handles">Of the collector.</param>
/// <param name="Threads">Of the process.</param>
/// <param name="Files">Open descriptors.</param>
/// <param name="Timers">POSIX timers.</param>
internal sealed record Level(long Managed, long Native, long Handles, long Threads, long Files, long Timers)
{
    // Our tables grow with each new stack and type, of which the storms make new ones all the time: dynamic methods, collectible types.
    private static readonly Level s_mostGrowth = new(Managed: 32 << 20, Native: 128 << 20, Handles: 10_000, Threads: 16, Files: 16, Timers: 0);

    // Threads of the pool end after some seconds, those of a client's connections too.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    public static Level Settled(Level? first)
    {
        HeapStorms.Forget();
        using HandleCount handles = new();
        long count = handles.Settled(first is null ? long.MaxValue : first.Handles + s_mostGrowth.Handles);
        for (long start = Environment.TickCount64; first is not null && !IsWithin(first, Counts()) && Environment.TickCount64 - start < s_patience.TotalMilliseconds;)
        {
            Thread.Sleep(100);
        }

        Level counts = Counts();
        return counts with { Managed = GC.GetTotalMemory(forceFullCollection: true), Native = NativeResidentSet.Bytes(), Handles = count };
    }

    /// <summary>The first time brings every table, thread and piece of code to its size; the others must not add to it.</summary>
    public static bool HaveNotGrown(List<Level> levels, SoakReport report)
    {
        MarkdownTable table = new("after time", "managed MB", "native MB", "handles", "threads", "descriptors", "timers");
        foreach ((int index, Level one) in levels.Index())
        {
            table.Add($"{index + 1}", Megabytes(one.Managed), Megabytes(one.Native), $"{one.Handles:N0}", $"{one.Threads}", $"{one.Files}", $"{one.Timers}");
        }

        report.Add($"## What was left each time they had calmed down\n\n{table}");
        (Level first, Level last) = (levels[0], levels[^1]);
        return report.Check("growth of managed bytes", last.Managed - first.Managed, static growth => growth <= s_mostGrowth.Managed)
            & report.Check("growth of native bytes", last.Native - first.Native, static growth => growth <= s_mostGrowth.Native)
            & report.Check("growth of handles", last.Handles - first.Handles, static growth => growth <= s_mostGrowth.Handles)
            & report.Check("growth of threads", last.Threads - first.Threads, static growth => growth <= s_mostGrowth.Threads)
            & report.Check("growth of descriptors", last.Files - first.Files, static growth => growth <= s_mostGrowth.Files)
            & report.Check("growth of timers", last.Timers - first.Timers, static growth => growth <= s_mostGrowth.Timers);
    }

    private static bool IsWithin(Level first, Level now) =>
        now.Threads - first.Threads <= s_mostGrowth.Threads && now.Files - first.Files <= s_mostGrowth.Files && now.Timers <= first.Timers;

    private static Level Counts() => new(
        Managed: 0,
        Native: 0,
        Handles: 0,
        Directory.GetDirectories("/proc/self/task").Length,
        Directory.GetFiles("/proc/self/fd").Length,
        File.ReadLines("/proc/self/timers").Count(line => line.StartsWith("ID:", StringComparison.Ordinal)));

    private static string Megabytes(long bytes) => (bytes / 1e6).ToString("0.0", CultureInfo.InvariantCulture);
}
