using System.Diagnostics;
using BenchCommon;
using Pprof;

namespace Profiles.Events;

/// <summary>What locks cost with and without the profiles of waiting.</summary>
internal sealed class LockBench : IBench
{
    private const int Uncontended = 2_000_000;
    private const int Handovers = 20_000;

    private readonly Lock _lock = new();
    private readonly object _monitor = new();
    private long _sum;

    public string Name => "Events: locks";

    public string Explanation =>
        "Nanoseconds with `ProfileKinds.Block` and `ProfileKinds.Mutex` off and on by turns; the median of the rounds, in brackets the least. *Uncontended* is entering and leaving a lock that nobody else wants, on one thread. " +
        $"*Contended* is one of {Handovers:N0} entries by two threads into a lock that each holds for some microseconds, so that one waits for the other some 100,000 times a second where both have a core. " +
        "*Counted* are the contentions that the profile mutex has for all rounds with; *dropped* is what it says of itself. *CPU* is that of the whole process. " +
        "Predicted: uncontended 1.00, since the runtime raises nothing on that way; contended 1.5 by CPU, of which the reader takes half; nothing dropped, or it is told.";

    public MarkdownTable Run(Effort effort)
    {
        MarkdownTable table = new("code", "off ns", "on ns", "ratio", "ratio by CPU", "counted", "dropped");
        AddRow(table, "uncontended, lock of an object", effort.Rounds, () => Time(Uncontended, EnterMonitor));
        AddRow(table, "uncontended, System.Threading.Lock", effort.Rounds, () => Time(Uncontended, EnterLock));
        AddRow(table, "contended, lock of an object", effort.Rounds, () => Contend(HoldMonitor));
        AddRow(table, "contended, System.Threading.Lock", effort.Rounds, () => Contend(HoldLock));
        return table;
    }

    private static void AddRow(MarkdownTable table, string code, int rounds, Func<double> work)
    {
        OnOff turns = new(ProfileKinds.Block | ProfileKinds.Mutex, "mutex", "contentions");
        turns.Run(rounds, work);
        table.Add(
            code, Cell.Nanoseconds(turns.Off), Cell.Nanoseconds(turns.On), Cell.Ratio(turns.On, turns.Off), Cell.Ratio(turns.CpuOn, turns.CpuOff),
            Cell.Number(turns.Counted), Cell.Number(turns.Dropped));
    }

    private static double Time(int count, Action<int> work)
    {
        long start = Stopwatch.GetTimestamp();
        work(count);
        return Stopwatch.GetElapsedTime(start).TotalNanoseconds / count;
    }

    private static double Contend(Action<int> work)
    {
        using Barrier together = new(2);
        double[] times = new double[2];
        Thread[] threads = [.. Enumerable.Range(0, 2).Select(i => new Thread(() =>
        {
            together.SignalAndWait();
            times[i] = Time(Handovers / 2, work);
        }))];
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());
        return times.Max() / 2;
    }

    private void EnterMonitor(int count)
    {
        for (int i = 0; i < count; i++)
        {
            lock (_monitor)
            {
                _sum++;
            }
        }
    }

    private void EnterLock(int count)
    {
        for (int i = 0; i < count; i++)
        {
            lock (_lock)
            {
                _sum++;
            }
        }
    }

    // Longer than a waiter spins before it goes to sleep, which is when the runtime speaks of contention.
    private void HoldMonitor(int count)
    {
        for (int i = 0; i < count; i++)
        {
            lock (_monitor)
            {
                Thread.SpinWait(100);
            }
        }
    }

    private void HoldLock(int count)
    {
        for (int i = 0; i < count; i++)
        {
            lock (_lock)
            {
                Thread.SpinWait(100);
            }
        }
    }
}
