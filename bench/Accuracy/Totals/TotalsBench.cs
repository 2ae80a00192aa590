using System.Globalization;
using BenchCommon;

namespace Accuracy.Totals;

/// <summary>The first law: the samples add up to the CPU time that the process used.</summary>
internal static class TotalsBench
{
    public const string Explanation =
        "Samples with a stack, over user and system time by `getrusage` in the same interval, at 100 Hz; each run by itself. The profile's own `[lost]` " +
        "makes its total equal to the process's clock, and is therefore left out here: it is what 1 lacks. " +
        "Targets: 0.98 to 1.02 for steady load, at least 0.97 with threads that live 5 ms.";

    private static readonly (string Name, Action<TimeSpan> Run)[] s_loads =
    [
        ("steady, 2 threads", time => Repeat.OnThreads(2, time, Loads.Steady)),
        ("steady, 200 threads", time => Repeat.OnThreads(200, time, Loads.Steady)),
        ("threads that live 5 ms", time => Repeat.OnThreads(2, time, Loads.ShortThreads)),
        ("P/Invoke without pause", time => Repeat.OnThreads(2, time, Loads.PInvokes)),
        ("garbage collection", time => Repeat.OnThreads(2, time, Loads.Garbage)),
        ("exceptions", time => Repeat.OnThreads(2, time, Loads.Exceptions)),
        ("mixed", time => Repeat.OnThreads(2, time, Loads.Mixed)),
    ];

    public static MarkdownTable Run(Options options)
    {
        MarkdownTable table = new("load", "profile / getrusage, each run", "CPU s a run", "`[lost]`");
        foreach ((string name, Action<TimeSpan> run) in s_loads)
        {
            run(TimeSpan.FromSeconds(1));
            List<Recording> runs = [.. Enumerable.Range(0, options.Repetitions).Select(_ => Recording.Of(() => run(options.Run)))];
            table.Add(name, string.Join(", ", runs.Select(Ratio)), Number(runs.Average(run => run.CpuUsed.TotalSeconds), "0.0"), LostShare(runs));
        }

        return table;
    }

    private static string Ratio(Recording recording) =>
        Number((recording.Total - Lost(recording)) / recording.CpuUsed.TotalNanoseconds, "0.000");

    private static string LostShare(List<Recording> runs) => Number(100.0 * runs.Sum(Lost) / runs.Sum(run => run.Total), "0.00") + " %";

    private static long Lost(Recording recording) =>
        recording.Profile.Samples.Where(sample => Recording.Names(sample) is ["[lost]", ..]).Sum(Recording.Nanoseconds);

    private static string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
