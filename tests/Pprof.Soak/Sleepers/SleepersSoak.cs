using System.Globalization;
using BenchCommon;

namespace Pprof.Soak.Sleepers;

/// <summary>
/// Whether a profile leaves threads alone that use no CPU time: blocking calls with a time-out, compared with and without
/// profiling. None may end early, and none may last longer than it does otherwise.
/// </summary>
internal static class SleepersSoak
{
    private const string Explanation =
        "Three threads for each call, started before the profile, after it, and after threads that compute; each waits 200 ms again and again. " +
        "Calls that ended early, of all calls; summed over 1 and 2 cores, with and without short-lived threads.";

    private const string OvershootExplanation =
        "Milliseconds by which the longest call of each kind was longer than asked for. Other threads keep every processor busy, so this is not 0 without a profile either.";

    private static readonly Disturbance[] s_disturbances =
        [Disturbance.Nothing, .. new[] { 10, 100, 250, 1000 }.Select(Disturbance.Cpu), Disturbance.Goroutine];

    /// <summary>One scene, one disturbance; true when no call was interrupted.</summary>
    public static bool RunOne(string disturbance, Scene scene, TimeSpan duration)
    {
        ulong[] allowed = Processors.Allowed();
        Processors.Limit(scene.Cores, allowed);
        IReadOnlyList<Sleeper> sleepers = scene.Play(Disturbance.Parse(disturbance), duration);
        MarkdownTable table = new("call", "interrupted / calls", "longest overshoot, ms");
        foreach (IGrouping<string, Sleeper> call in sleepers.GroupBy(sleeper => sleeper.Call.Name))
        {
            table.Add(call.Key, Counts(call), Overshoot(call));
        }

        Console.WriteLine($"{disturbance}; {scene}\n\n{table}\nall: {Counts(sleepers)}; fewest calls of a thread: {sleepers.Min(sleeper => sleeper.Calls)}");
        return sleepers.All(sleeper => sleeper.Interrupted == 0);
    }

    /// <param name="seconds">Of each scene with each disturbance.</param>
    public static bool RunAll(int seconds)
    {
        ResultFile results = new("sleepers", "Whether profiles leave sleeping threads alone", $"dotnet run -c Release --project tests/Pprof.Soak -- sleepers {seconds}");
        List<Cell> cells = [.. PlayAll(TimeSpan.FromSeconds(seconds))];
        results.Add("Calls interrupted", Explanation, Table("call", SleepingCall.All, (cell, call) => cell.Of(call), Counts, cells));
        results.Add("By scene", "The same calls.", Table("scene", Scene.All, (cell, scene) => cell.Of(scene), Counts, cells));
        results.Add("Longest overshoot", OvershootExplanation, Table("call", SleepingCall.All, (cell, call) => cell.Of(call), Overshoot, cells));
        return cells.All(cell => cell.Sleepers.All(sleeper => sleeper.Interrupted == 0));
    }

    private static IEnumerable<Cell> PlayAll(TimeSpan duration)
    {
        ulong[] allowed = Processors.Allowed();
        foreach (Scene scene in Scene.All)
        {
            Processors.Limit(scene.Cores, allowed);
            foreach (Disturbance disturbance in s_disturbances)
            {
                yield return new Cell(scene, disturbance, scene.Play(disturbance, duration));
            }
        }
    }

    private static MarkdownTable Table<T>(
        string head, IEnumerable<T> rows, Func<Cell, T, IEnumerable<Sleeper>> choose, Func<IEnumerable<Sleeper>, string> show, List<Cell> cells)
        where T : notnull
    {
        MarkdownTable table = new([head, .. s_disturbances.Select(disturbance => disturbance.Name)]);
        foreach (T row in rows)
        {
            string name = row is SleepingCall call ? call.Name : $"{row}";
            table.Add([name, .. s_disturbances.Select(column => show(cells.Where(cell => cell.Disturbance == column).SelectMany(cell => choose(cell, row))))]);
        }

        return table;
    }

    private static string Counts(IEnumerable<Sleeper> sleepers) => $"{sleepers.Sum(sleeper => sleeper.Interrupted)} / {sleepers.Sum(sleeper => sleeper.Calls)}";

    private static string Overshoot(IEnumerable<Sleeper> sleepers) =>
        sleepers.Max(sleeper => sleeper.LongestOvershoot).TotalMilliseconds.ToString("0.0", CultureInfo.InvariantCulture);

    private sealed record Cell(Scene Scene, Disturbance Disturbance, IReadOnlyList<Sleeper> Sleepers)
    {
        public IEnumerable<Sleeper> Of(SleepingCall call) => Sleepers.Where(sleeper => sleeper.Call == call);

        public IEnumerable<Sleeper> Of(Scene scene) => Scene == scene ? Sleepers : [];
    }
}
