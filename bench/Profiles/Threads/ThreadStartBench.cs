using System.Diagnostics;
using BenchCommon;
using Pprof;

namespace Profiles.Threads;

/// <summary>What a thread start costs its starter with and without the profile of thread starts.</summary>
internal sealed class ThreadStartBench : IBench
{
    private const int Starts = 200;
    private const int Frames = 20;

    public string Name => "threadcreate: Thread.Start and Join";

    public string Explanation =>
        $"Microseconds to start a thread that does nothing and wait for its end, from {Frames} frames; {Starts} in each turn, off and on by turns; the median of the rounds, in brackets the least. " +
        "On, the starter writes one event with its stack, 0.1 to 0.2 µs a frame. Predicted: 3 µs more of some 100.";

    public MarkdownTable Run(Effort effort)
    {
        MarkdownTable table = new("off µs", "on µs", "ratio");
        List<double> off = [], on = [];
        _ = Measure();
        for (int i = 0; i < effort.Rounds; i++)
        {
            off.Add(Measure());
            Profiling.Enable(ProfileKinds.ThreadCreate);
            on.Add(Measure());
            Profiling.Disable(ProfileKinds.ThreadCreate);
        }

        return table.Add(Cell.Nanoseconds(off), Cell.Nanoseconds(on), Cell.Ratio(on, off));
    }

    private static double Measure()
    {
        double microseconds = 0;
        Stacks.OfDepth(Frames, () =>
        {
            long start = Stopwatch.GetTimestamp();
            for (int i = 0; i < Starts; i++)
            {
                Thread thread = new(() => { });
                thread.Start();
                thread.Join();
            }

            microseconds = Stopwatch.GetElapsedTime(start).TotalMicroseconds / Starts;
        });
        return microseconds;
    }
}
