using System.Diagnostics;
using BenchCommon;
using Pprof;

namespace Profiles.Labels;

/// <summary>What labels in force cost an await that comes back on the thread pool.</summary>
internal sealed class AwaitBench : IBench
{
    private const int Awaits = 20_000;

    public string Name => "Labels: an await with labels in force";

    public string Explanation =>
        $"Nanoseconds for `await Task.Yield()` on the thread pool, over {Awaits:N0} of them in one flow; the median of the rounds, in brackets the least. Each row in turn in every round. " +
        "Predicted: 40 more with labels, 10 more of them while a CPU profile is taken, 60 more while events are recorded; nothing without.";

    public MarkdownTable Run(Effort effort)
    {
        MarkdownTable table = new("flow", "ns", "ratio to no labels");
        (string Name, bool HasLabels, Recording Recording)[] rows =
        [
            ("no labels", false, Recording.Nothing),
            ("no labels, again (what the method reads for nothing)", false, Recording.Nothing),
            ("labels in force", true, Recording.Nothing),
            ("no labels, while a CPU profile is taken", false, Recording.Cpu),
            ("labels in force, while a CPU profile is taken", true, Recording.Cpu),
            ("labels in force, while thread starts are recorded", true, Recording.Events),
        ];
        List<double>[] times = [.. rows.Select(_ => new List<double>())];
        for (Stopwatch clock = Stopwatch.StartNew(); clock.ElapsedMilliseconds < 3000;)
        {
            Measure(true, Recording.Nothing);
        }

        for (int i = 0; i < effort.Rounds; i++)
        {
            for (int row = 0; row < rows.Length; row++)
            {
                times[row].Add(Measure(rows[row].HasLabels, rows[row].Recording));
            }
        }

        foreach (((string name, _, _), List<double> values) in rows.Zip(times))
        {
            table.Add(name, Cell.Nanoseconds(values), Cell.Ratio(values, times[0]));
        }

        return table;
    }

    private static double Measure(bool hasLabels, Recording recording)
    {
        using IDisposable? session = recording.Start();
        return Task.Run(() => hasLabels ? LabelledAsync() : YieldAsync()).GetAwaiter().GetResult();
    }

    private static async Task<double> LabelledAsync()
    {
        using IDisposable scope = ProfileLabels.Push("route", "/orders");
        return await YieldAsync().ConfigureAwait(false);
    }

    private static async Task<double> YieldAsync()
    {
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < Awaits; i++)
        {
            await Task.Yield();
        }

        return Stopwatch.GetElapsedTime(start).TotalNanoseconds / Awaits;
    }
}
