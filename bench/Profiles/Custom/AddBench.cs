using System.Diagnostics;
using BenchCommon;

namespace Profiles.Custom;

/// <summary>Add and Remove by one thread, by depth.</summary>
internal sealed class AddBench : IBench
{
    private const int Values = 5_000;
    private const int Traces = 200;

    public string Name => "Custom profiles: Add and Remove, one thread";

    public string Explanation =>
        $"Nanoseconds a call, over {Values:N0} values that are added and then removed, our turn and Go's turn after one another; the median of the rounds, in brackets the " +
        "least. *Frames* counts the caller of Add as the first. Go 1.19 keeps 32 frames at most, so its row of 50 is of 32. *StackTrace* is `new StackTrace(false)` alone at the same " +
        "place. Target: no slower than Go (ratio 1 or less). " +
        "Predicted: Add 160 ns and 11 ns a frame, so 270 at 10 frames, 400 at 22, 700 at 50; Go 500 to 1,000; Remove 80 against 130.";

    public MarkdownTable Run(Effort effort)
    {
        MarkdownTable table = new("frames", "Add ns", "Add in Go ns", "ratio", "Remove ns", "Remove in Go ns", "ratio", "StackTrace ns");
        using GoPeer? go = GoPeer.TryStart();
        foreach (int frames in new[] { 4, 10, 22, 50 })
        {
            AddRow(table, frames, effort, go);
        }

        return table;
    }

    private static void AddRow(MarkdownTable table, int frames, Effort effort, GoPeer? go)
    {
        Values values = new($"bench.add.{frames}", Values);
        List<double> adds = [], removes = [], goAdds = [], goRemoves = [], traces = [];
        Stacks.OfDepth(frames, () => WarmUp(values));
        go?.Ask($"add {frames} {Values}");
        for (int i = 0; i < effort.Rounds; i++)
        {
            Stacks.OfDepth(frames, values.AddAndRemove);
            adds.Add(values.AddNanoseconds);
            removes.Add(values.RemoveNanoseconds);
            Stacks.OfDepth(frames, () => traces.Add(Trace()));
            if (go?.Ask($"add {frames} {Values}") is [double add, double remove])
            {
                goAdds.Add(add);
                goRemoves.Add(remove);
            }
        }

        table.Add(
            Cell.Number(frames), Cell.Nanoseconds(adds), Cell.Nanoseconds(goAdds), Cell.Ratio(adds, goAdds),
            Cell.Nanoseconds(removes), Cell.Nanoseconds(goRemoves), Cell.Ratio(removes, goRemoves), Cell.Nanoseconds(traces));
    }

    // Until the methods are at their last tier, which the runtime reaches in the background.
    private static void WarmUp(Values values)
    {
        for (Stopwatch clock = Stopwatch.StartNew(); clock.ElapsedMilliseconds < 1500;)
        {
            values.AddAndRemove();
        }
    }

    private static double Trace()
    {
        int frames = 0;
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < Traces; i++)
        {
            frames += new StackTrace(fNeedFileInfo: false).FrameCount;
        }

        GC.KeepAlive(frames);
        return Stopwatch.GetElapsedTime(start).TotalNanoseconds / Traces;
    }
}
