using System.Diagnostics;
using BenchCommon;
using Pprof;

namespace Profiles.Labels;

/// <summary>Push and Dispose by one thread.</summary>
internal sealed class PushBench : IBench
{
    private const int Pushes = 20_000;

    private static readonly AsyncLocal<object?> s_bare = new();

    public string Name => "Labels: Push and Dispose, one thread";

    public string Explanation =>
        $"Nanoseconds for a Push and its Dispose, over {Pushes:N0} of them; the median of the rounds, in brackets the least. *AsyncLocal* sets a bare AsyncLocal and sets it back: what any " +
        "value that flows with the execution context costs. Predicted: 200 for one label, half of it the AsyncLocal; 50 more while a CPU profile is taken; 80 more while events are recorded, of which 50 are two looks at the clock.";

    public MarkdownTable Run(Effort effort)
    {
        MarkdownTable table = new("what", "ns", "bytes", "ratio to AsyncLocal");
        (string Name, Action Work, Recording Recording)[] rows =
        [
            ("AsyncLocal", SetBare, Recording.Nothing),
            ("one label", PushOne, Recording.Nothing),
            ("one label inside another", PushNested, Recording.Nothing),
            ("three labels", PushThree, Recording.Nothing),
            ("one label, while a CPU profile is taken", PushOne, Recording.Cpu),
            ("one label, while thread starts are recorded", PushOne, Recording.Events),
        ];
        List<double>[] times = [.. rows.Select(_ => new List<double>())];
        foreach ((_, Action work, _) in rows)
        {
            WarmUp(work);
        }

        for (int i = 0; i < effort.Rounds; i++)
        {
            for (int row = 0; row < rows.Length; row++)
            {
                times[row].Add(Measure(rows[row].Work, rows[row].Recording));
            }
        }

        foreach (((string name, Action work, _), List<double> values) in rows.Zip(times))
        {
            table.Add(name, Cell.Nanoseconds(values), Cell.Number(BytesOf(work)), Cell.Ratio(values, times[0]));
        }

        return table;
    }

    private static double Measure(Action work, Recording recording)
    {
        using IDisposable? session = recording.Start();
        long start = Stopwatch.GetTimestamp();
        work();
        return Stopwatch.GetElapsedTime(start).TotalNanoseconds / Pushes;
    }

    private static double BytesOf(Action work)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        work();
        return (GC.GetAllocatedBytesForCurrentThread() - before) / (double)Pushes;
    }

    private static void WarmUp(Action work)
    {
        for (Stopwatch clock = Stopwatch.StartNew(); clock.ElapsedMilliseconds < 2000;)
        {
            work();
        }
    }

    private static void SetBare()
    {
        for (int i = 0; i < Pushes; i++)
        {
            s_bare.Value = s_bare;
            s_bare.Value = null;
        }
    }

    private static void PushOne()
    {
        for (int i = 0; i < Pushes; i++)
        {
            using IDisposable scope = ProfileLabels.Push("route", "/orders");
        }
    }

    private static void PushNested()
    {
        using IDisposable outer = ProfileLabels.Push("tenant", "t1");
        PushOne();
    }

    private static void PushThree()
    {
        for (int i = 0; i < Pushes; i++)
        {
            using IDisposable scope = ProfileLabels.Push(new("route", "/orders"), new("tenant", "t1"), new("queue", "q"));
        }
    }
}
