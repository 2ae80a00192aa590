using System.Diagnostics;
using BenchCommon;
using Pprof;

namespace Profiles.Threads;

/// <summary>Writing the stacks of all threads.</summary>
internal sealed class GoroutineBench : IBench
{
    private const int Text = 2;

    public string Name => "goroutine: WriteTo by threads";

    public string Explanation =>
        "Milliseconds to write the profile to memory with that many waiting threads and one that runs, names already found; and the longest pause of the running thread, in microseconds, " +
        "during one write and during as long a sleep. Median (least). A waiting thread has no pause: it is not woken. Predicted: 15 µs a thread, and a pause of some 20 µs, the copy of one stack.";

    public MarkdownTable Run(Effort effort)
    {
        MarkdownTable table = new("threads", "debug=0 ms", "debug=2 ms", "pause µs", "pause without µs");
        using ClockWatcher watcher = new();
        foreach (int count in new[] { 10, 100, 1000 })
        {
            using WaitingThreads threads = new(count);
            List<double> binary = [], text = [], pauses = [], quiet = [];
            for (int i = -3; i < effort.Rounds; i++)
            {
                watcher.TakeMicroseconds();
                double milliseconds = Write(0);
                double pause = watcher.TakeMicroseconds();
                Thread.Sleep(TimeSpan.FromMilliseconds(milliseconds));
                double pauseWithout = watcher.TakeMicroseconds();
                double asText = Write(Text);
                if (i >= 0)
                {
                    binary.Add(milliseconds);
                    text.Add(asText);
                    pauses.Add(pause);
                    quiet.Add(pauseWithout);
                }
            }

            table.Add(Cell.Number(count), Both(binary), Both(text), Cell.Nanoseconds(pauses), Cell.Nanoseconds(quiet));
        }

        return table;
    }

    private static string Both(List<double> values) => $"{Cell.Milliseconds(Statistics.Median(values))} ({Cell.Milliseconds(values.Min())})";

    private static double Write(int debug)
    {
        MemoryStream stream = new();
        long start = Stopwatch.GetTimestamp();
        Profile.Lookup("goroutine")!.WriteTo(stream, debug);
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }
}
