using System.Globalization;
using BenchCommon;

namespace Accuracy.Slope;

/// <summary>
/// The causal test: put more work into one method, and see whether the profile says so. A profiler that samples at safe
/// points only fails it, however stable its answers are (Mytkowicz and others, PLDI 2010).
/// </summary>
internal static class SlopeBench
{
    public const string Explanation =
        "0 to 8 units of extra work are injected into one method among others. The truth is the thread's CPU clock, read before and after the " +
        "call; the report is the method's cumulative time in the profile at 100 Hz. Slope of the line through all runs with its 95 % half-width; " +
        "target 1.00 ± 0.05. The slope of the *other* methods' time over the injected work should be 0.";

    private static readonly (string Name, Action<int> Inject)[] s_kinds =
    [
        (nameof(InjectedWork.Loop), InjectedWork.Loop),
        (nameof(InjectedWork.Allocation), InjectedWork.Allocation),
        (nameof(InjectedWork.Mathematics), InjectedWork.Mathematics),
    ];

    public static MarkdownTable Run(Options options)
    {
        MarkdownTable table = new("injected work", "slope", "slope of the others", "runs", "CPU s injected at most");
        foreach ((string name, Action<int> inject) in s_kinds)
        {
            List<Point> points = Measure(name, inject, options);
            LineFit injected = LineFit.Through([.. points.Select(point => (point.Truth, point.Reported))]);
            LineFit others = LineFit.Through([.. points.Select(point => (point.Truth, point.Others))]);
            table.Add(name, Text(injected), Text(others), $"{points.Count}", points.Max(point => point.Truth).ToString("0.0", CultureInfo.InvariantCulture));
        }

        return table;
    }

    /// <summary>All in seconds of CPU.</summary>
    private readonly record struct Point(double Truth, double Reported, double Others);

    private static List<Point> Measure(string name, Action<int> inject, Options options)
    {
        int rounds = options.IsShort ? 300 : 1000;
        List<int> units = [.. Enumerable.Repeat(Enumerable.Range(0, 9), options.Repetitions).SelectMany(range => range)];
        // In random order: a drift of the machine must not look like a slope.
        Random.Shared.Shuffle(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(units));
        _ = RunOnce(name, inject, units: 4, rounds: 300);
        return [.. units.Select(count => RunOnce(name, inject, count, rounds))];
    }

    private static Point RunOnce(string name, Action<int> inject, int units, int rounds)
    {
        long truth = 0;
        Recording recording = Recording.Of(() => truth = Work(inject, units, rounds));
        string suffix = $"{nameof(InjectedWork)}.{name}";
        return new Point(
            truth / 1e9,
            Seconds(recording, function => function.EndsWith(suffix, StringComparison.Ordinal)),
            Seconds(recording, function => function.Contains(nameof(BaseWork) + ".Run", StringComparison.Ordinal)));
    }

    private static long Work(Action<int> inject, int units, int rounds)
    {
        long injected = 0;
        for (int i = 0; i < rounds; i++)
        {
            BaseWork.Run();
            long before = NativeMethods.ThreadCpuTime();
            inject(units);
            injected += NativeMethods.ThreadCpuTime() - before;
        }

        return injected;
    }

    private static double Seconds(Recording recording, Func<string, bool> isWanted) =>
        recording.Profile.Samples.Where(sample => Recording.Names(sample).Any(isWanted)).Sum(Recording.Nanoseconds) / 1e9;

    private static string Text(LineFit fit) => string.Create(CultureInfo.InvariantCulture, $"{fit.Slope:0.000} ± {fit.SlopeHalfWidth95:0.000}");
}
