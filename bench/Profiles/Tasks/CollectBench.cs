using System.Diagnostics;
using BenchCommon;
using Pprof;
using Pprof.Profiles.Operations;

namespace Profiles.Tasks;

/// <summary>Listing the async operations in flight.</summary>
internal sealed class CollectBench : IBench
{
    private const int MostRounds = 10;

    public string Name => "Goroutine: async operations in flight";

    public string Explanation =>
        "Milliseconds to list operations of three async methods above a delay, four tasks of the runtime's table each; *CPU* is what that took of a core, which other programs on the machine do not change. Starting, awaiting and completing operations waits while the table is copied " +
        "(*copy*, the least seen); the *longest operation* is what another thread, which starts and completes operations all the while, saw during one list, and *without* during the same time without a list: " +
        "on a machine that does other work as well, mostly the wait for a core. *Allocated* is what one list leaves to the garbage collector.";

    public MarkdownTable Run(Effort effort)
    {
        MarkdownTable table = new("operations", "tasks", "list ms", "CPU ms", "copy ms", "longest operation ms", "without ms", "allocated KB");
        Profiling.Enable(ProfileKinds.Tasks);
        foreach (int count in new[] { 1_000, 25_000, 100_000 })
        {
            using Chains chains = new(count);
            AddRow(table, count, Math.Min(effort.Rounds, MostRounds));
        }

        Profiling.Disable(ProfileKinds.Tasks);
        return table;
    }

    private static void AddRow(MarkdownTable table, int count, int rounds)
    {
        List<double> lists = [], cpus = [], copies = [], held = [], undisturbed = [], allocated = [];
        for (int i = -2; i < rounds; i++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            TimeSpan used = Environment.CpuUsage.TotalTime;
            double list = Time(() => AsyncOperations.Collect());
            double cpu = (Environment.CpuUsage.TotalTime - used).TotalMilliseconds;
            long bytes = GC.GetAllocatedBytesForCurrentThread() - before;
            double copy = Time(() => TaskSwitch.Shared.Tracking!.Table.Copy());
            double with = LongestDuring(() => AsyncOperations.Collect());
            double without = LongestDuring(() => Thread.Sleep((int)Math.Ceiling(list)));
            if (i >= 0)
            {
                lists.Add(list);
                cpus.Add(cpu);
                copies.Add(copy);
                held.Add(with);
                undisturbed.Add(without);
                allocated.Add(bytes / 1024.0);
            }
        }

        table.Add(
            Cell.Number(count), Cell.Number(count * Chains.TasksEach), Milliseconds(lists), Milliseconds(cpus), Cell.Milliseconds(copies.Min()), Milliseconds(held), Milliseconds(undisturbed),
            Cell.Number(Statistics.Median(allocated)));
    }

    private static string Milliseconds(List<double> values) => Cell.Milliseconds(Statistics.Median(values));

    private static double LongestDuring(Action action)
    {
        bool goOn = true;
        double longest = 0;
        Thread other = new(() => longest = AsyncWork.LongestOperation(() => Volatile.Read(ref goOn)));
        other.Start();
        action();
        Volatile.Write(ref goOn, false);
        other.Join();
        return longest;
    }

    private static double Time(Action action)
    {
        long started = Stopwatch.GetTimestamp();
        action();
        return Stopwatch.GetElapsedTime(started).TotalMilliseconds;
    }
}
