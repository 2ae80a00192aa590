using System.Diagnostics;
using System.Runtime.CompilerServices;
using BenchCommon;
using Pprof;

namespace Profiles.Events;

/// <summary>What throwing costs with and without the profile of exceptions.</summary>
internal sealed class ExceptionBench : IBench
{
    private const int Throws = 2_000;
    private const int Frames = 20;
    private const int BetweenThrows = 80_000;

    private static ulong s_sum;

    public string Name => "Events: exceptions";

    public string Explanation =>
        $"Microseconds for a throw and its catch {Frames} frames from the thread's root, over {Throws:N0} of them, on one thread, off and on by turns; the median of the rounds, in brackets the least. " +
        "*Beside work* puts arithmetic of about 90 µs between two throws, so that some 10,000 are thrown a second. *CPU* is that of the whole process in the same rounds, the threads that read events included. " +
        "*Counted* of all thrown while it was on; *dropped* is what the profile itself says. " +
        "Predicted: a throw takes 4 µs and 4 more when on, of which the stack takes 3; beside work 1.05 by CPU; nothing dropped.";

    public MarkdownTable Run(Effort effort)
    {
        MarkdownTable table = new("throws", "off µs", "on µs", "ratio", "ratio by CPU", "counted", "dropped");
        AddRow(table, "nothing else", 0, effort.Rounds);
        AddRow(table, "beside work", BetweenThrows, effort.Rounds);
        return table;
    }

    private static void AddRow(MarkdownTable table, string what, int between, int rounds)
    {
        OnOff turns = new(ProfileKinds.Exceptions, "exceptions", "exceptions");
        turns.Run(rounds, () => Measure(between));
        table.Add(
            what, Microseconds(turns.Off), Microseconds(turns.On), Cell.Ratio(turns.On, turns.Off), Cell.Ratio(turns.CpuOn, turns.CpuOff),
            $"{Cell.Number(turns.Counted)} of {Cell.Number((double)rounds * Throws)}", Cell.Number(turns.Dropped));
    }

    private static string Microseconds(IReadOnlyList<double> values) =>
        $"{Cell.Milliseconds(Statistics.Median(values) / 1000)} ({Cell.Milliseconds(values.Min() / 1000)})";

    private static double Measure(int between)
    {
        double nanoseconds = 0;
        Stacks.OfDepth(Frames, () =>
        {
            long start = Stopwatch.GetTimestamp();
            for (int i = 0; i < Throws; i++)
            {
                Compute(between);
                ThrowAndCatch();
            }

            nanoseconds = Stopwatch.GetElapsedTime(start).TotalNanoseconds / Throws;
        });
        return nanoseconds;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void ThrowAndCatch()
    {
        try
        {
            Throw();
        }
        catch (InvalidOperationException)
        {
            s_sum++;
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Throw() => throw new InvalidOperationException();

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Compute(int steps)
    {
        ulong value = s_sum;
        for (int i = 0; i < steps; i++)
        {
            value = (value * 6364136223846793005) + 1442695040888963407;
        }

        s_sum = value;
    }
}
