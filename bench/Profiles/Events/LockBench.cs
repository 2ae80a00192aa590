using System.Diagnostics;
using BenchCommon;
using Pprof;

namespace Profiles.Events;

/// <summary>What locks cost with and without the profiles of waiting.</summary>
internal sealed class LockBench : IBench
{
    private const int Uncontended = 20_000_000;
    private const int Handovers = 20_000;
    private const int Contenders = 8;
    private const int Pairs = 2;
    private const int PairEntries = 10_000;

    private readonly Lock _lock = new();
    private readonly object _monitor = new();
    private long _sum;

    public string Name => "Events: locks";

    public string Explanation =>
        "Nanoseconds with `ProfileKinds.Block` and `ProfileKinds.Mutex` off and on by turns; the median of the rounds, in brackets the least. *Uncontended* is entering and leaving a lock that nobody else wants, on one thread. " +
        $"*Contended by pairs* is one of {2 * Pairs * PairEntries:N0} entries by {Pairs} pairs of threads, each pair on one core, giving it away within the lock and behind it: the most contentions a second that can be made. " +
        $"*Contended by {Contenders}* is one of {Handovers:N0} entries by {Contenders} threads into a lock whose holder gives its core away each time: locks are unfair and spin, so that of many who want one few block. " +
        "*Handed over* is one wait of two threads that wake each other in turns, so that each wait blocks. " +
        "*Counted* are the contentions that the profile (mutex; block for the last row) has for all rounds with; *a second* is how many that is for each second of these rounds; *dropped* is what it says of itself. *CPU* is that of the whole process. " +
        "Predicted: uncontended 1.00, since the runtime raises nothing on that way; contended and handed over 1.5 by CPU, of which the reader takes half; nothing dropped, or it is told.";

    public MarkdownTable Run(Effort effort)
    {
        MarkdownTable table = new("code", "off ns", "on ns", "ratio", "ratio by CPU", "counted", "a second", "dropped");
        AddRow(table, "uncontended, lock of an object", effort.Rounds, () => Time(Uncontended, EnterMonitor));
        AddRow(table, "uncontended, System.Threading.Lock", effort.Rounds, () => Time(Uncontended, EnterLock));
        AddRow(table, "contended by pairs, lock of an object", effort.Rounds, new PinnedPairs(Pairs, PairEntries).Run);
        AddRow(table, $"contended by {Contenders}, lock of an object", effort.Rounds, () => Contend(HoldMonitor));
        AddRow(table, $"contended by {Contenders}, System.Threading.Lock", effort.Rounds, () => Contend(HoldLock));
        AddRow(table, "handed over by two AutoResetEvents", effort.Rounds, HandOver, "block");
        return table;
    }

    private static void AddRow(MarkdownTable table, string code, int rounds, Func<double> work, string profile = "mutex")
    {
        OnOff turns = new(ProfileKinds.Block | ProfileKinds.Mutex, profile, "contentions");
        turns.Run(rounds, work);
        table.Add(
            code, Cell.Nanoseconds(turns.Off), Cell.Nanoseconds(turns.On), Cell.Ratio(turns.On, turns.Off), Cell.Ratio(turns.CpuOn, turns.CpuOff),
            Cell.Number(turns.Counted), Cell.Number(turns.Counted / turns.SecondsOn), Cell.Number(turns.Dropped));
    }

    private static double Time(int count, Action<int> work)
    {
        long start = Stopwatch.GetTimestamp();
        work(count);
        return Stopwatch.GetElapsedTime(start).TotalNanoseconds / count;
    }

    private static double Contend(Action<int> work)
    {
        using Barrier together = new(Contenders);
        double[] times = new double[Contenders];
        Thread[] threads = [.. Enumerable.Range(0, Contenders).Select(i => new Thread(() =>
        {
            together.SignalAndWait();
            times[i] = Time(Handovers / Contenders, work);
        }))];
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());
        return times.Max() / Contenders;
    }

    // Every one of them blocks: the most waits a second that two threads can have.
    private static double HandOver()
    {
        using AutoResetEvent ping = new(false);
        using AutoResetEvent pong = new(false);
        Thread other = new(() => Time(Handovers, count => Alternate(ping, pong, count)));
        other.Start();
        double time = Time(Handovers, count => Alternate(pong, ping, count, isFirst: true));
        other.Join();
        return time / 2;
    }

    private static void Alternate(AutoResetEvent mine, AutoResetEvent others, int count, bool isFirst = false)
    {
        for (int i = 0; i < count; i++)
        {
            if (isFirst)
            {
                others.Set();
            }

            mine.WaitOne();
            if (!isFirst)
            {
                others.Set();
            }
        }
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
                Thread.Yield();
            }
        }
    }

    private void HoldLock(int count)
    {
        for (int i = 0; i < count; i++)
        {
            lock (_lock)
            {
                Thread.Yield();
            }
        }
    }
}
