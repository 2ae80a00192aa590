using System.Globalization;
using Accuracy.Totals;
using BenchCommon;
using Pprof.Format;

namespace Accuracy.Trees;

/// <summary>How many stacks reach their thread's first frame.</summary>
internal static class WholeStackBench
{
    public const string Explanation =
        "Share of CPU time whose stack ends at the thread's first frame; the rest ends in a marker that says why. *Managed* are stacks with a " +
        "managed frame, *native* all others (garbage collector, compiler). Target for managed: 99 %.";

    private static readonly (string Name, Func<int, Action> Load)[] s_loads =
    [
        ("mixed", Loads.Mixed), ("garbage collection", Loads.Garbage), ("exceptions", Loads.Exceptions), ("P/Invoke", Loads.PInvokes), ("threads that live 5 ms", Loads.ShortThreads),
    ];

    public static MarkdownTable Run(Options options)
    {
        MarkdownTable table = new("load", "managed whole", "native whole", "`[truncated]`", "`[unwalkable]`", "`[lost]`", "native part of all");
        foreach ((string name, Func<int, Action> load) in s_loads)
        {
            Recording recording = Recording.Of(() => Repeat.OnThreads(2, options.Run, load), frequency: 1000);
            List<Sample> managed = [.. recording.Profile.Samples.Where(IsManaged)];
            List<Sample> native = [.. recording.Profile.Samples.Except(managed).Where(sample => Root(sample) != "[lost]")];
            table.Add(name, Whole(managed), Whole(native), Marked(recording, "[truncated]"), Marked(recording, "[unwalkable]"), Marked(recording, "[lost]"), Percent(Sum(native), recording.Total));
        }

        return table;
    }

    private static bool IsManaged(Sample sample) => Recording.Names(sample).Any(name =>
        name.StartsWith("System.", StringComparison.Ordinal) || name.StartsWith("Accuracy.", StringComparison.Ordinal) || name.StartsWith("BenchCommon.", StringComparison.Ordinal));

    private static string Root(Sample sample) => Recording.Names(sample) is [.., string last] ? last : "";

    private static string Whole(List<Sample> samples) =>
        Percent(Sum(samples.Where(sample => Root(sample) is not ("[truncated]" or "[unwalkable]" or ""))), Sum(samples));

    private static string Marked(Recording recording, string marker) =>
        Percent(Sum(recording.Profile.Samples.Where(sample => Root(sample) == marker)), recording.Total);

    private static long Sum(IEnumerable<Sample> samples) => samples.Sum(Recording.Nanoseconds);

    private static string Percent(long part, long whole) =>
        whole == 0 ? "–" : (100.0 * part / whole).ToString("0.00", CultureInfo.InvariantCulture) + " %";
}
