using BenchCommon;

namespace Profiles.Custom;

/// <summary>Add by several threads to one profile.</summary>
internal sealed class AddThreadsBench : IBench
{
    private const int Values = 160_000;

    public string Name => "Custom profiles: Add, several threads to one profile";

    public string Explanation =>
        $"{Values:N0} values added by all threads together at 10 frames: nanoseconds from start to end, divided by the number of values. Half of one thread's figure is perfect on two " +
        "cores. Predicted: 8 threads at 0.6 of one thread's figure; Go, whose Add takes one lock as well, the same.";

    public MarkdownTable Run(Effort effort)
    {
        MarkdownTable table = new("threads", "Add ns", "Add in Go ns", "ratio");
        using GoPeer? go = GoPeer.TryStart();
        foreach (int threads in new[] { 1, 2, 8 })
        {
            Values values = new($"bench.threads.{threads}", Values);
            List<double> ours = [], theirs = [];
            _ = values.AddNanosecondsBy(threads);
            go?.Ask($"threads {threads} {Values}");
            for (int i = 0; i < Math.Max(5, effort.Rounds / 5); i++)
            {
                ours.Add(values.AddNanosecondsBy(threads));
                if (go?.Ask($"threads {threads} {Values}") is [double add])
                {
                    theirs.Add(add);
                }
            }

            table.Add(Cell.Number(threads), Cell.Nanoseconds(ours), Cell.Nanoseconds(theirs), Cell.Ratio(ours, theirs));
        }

        return table;
    }
}
