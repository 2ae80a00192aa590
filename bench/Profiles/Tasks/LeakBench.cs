using System.Diagnostics;
using BenchCommon;
using Pprof;

namespace Profiles.Tasks;

/// <summary>Looking for async operations that nothing can complete.</summary>
internal sealed class LeakBench : IBench
{
    private const int MostRounds = 5;
    private const int ObjectBytes = 100;

    public string Name => "goroutineleak: WriteTo";

    public string Explanation =>
        "Milliseconds to write the profile while nothing is lost: one full garbage collection, during which the program stands still, and a look at every task of the runtime's table, four for each operation, before and after. " +
        "*Collection* is `GC.Collect()` alone, in turns with it. Another collection is made when something is found. Objects of 100 bytes in arrays of ten are alive. Median.";

    public MarkdownTable Run(Effort effort)
    {
        MarkdownTable table = new("MB alive", "operations", "WriteTo ms", "collection ms");
        Profiling.Enable(ProfileKinds.Tasks);
        foreach ((int megabytes, int operations) in new[] { (0, 1_000), (0, 25_000), (0, 100_000), (1_000, 1_000) })
        {
            using Chains chains = new(operations);
            object[][] alive = Allocate(megabytes);
            AddRow(table, megabytes, operations, Math.Min(effort.Rounds, MostRounds));
            GC.KeepAlive(alive);
        }

        Profiling.Disable(ProfileKinds.Tasks);
        return table;
    }

    private static void AddRow(MarkdownTable table, int megabytes, int operations, int rounds)
    {
        List<double> writes = [], collections = [];
        for (int i = -1; i < rounds; i++)
        {
            double write = Time(() => Profile.Lookup("goroutineleak")!.WriteTo(Stream.Null));
            double collection = Time(() => GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true));
            if (i >= 0)
            {
                writes.Add(write);
                collections.Add(collection);
            }
        }

        table.Add(Cell.Number(megabytes), Cell.Number(operations), Cell.Milliseconds(Statistics.Median(writes)), Cell.Milliseconds(Statistics.Median(collections)));
    }

    private static object[][] Allocate(int megabytes)
    {
        object[][] alive = new object[megabytes * 1_000_000 / ObjectBytes / 10][];
        for (int i = 0; i < alive.Length; i++)
        {
            alive[i] = [.. Enumerable.Range(0, 10).Select(_ => new byte[ObjectBytes - 24])];
        }

        return alive;
    }

    private static double Time(Action action)
    {
        long started = Stopwatch.GetTimestamp();
        action();
        return Stopwatch.GetElapsedTime(started).TotalMilliseconds;
    }
}
