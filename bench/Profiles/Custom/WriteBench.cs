using BenchCommon;

namespace Profiles.Custom;

/// <summary>Writing a profile that holds many values.</summary>
internal sealed class WriteBench : IBench
{
    private const int Values = 20_000;

    public string Name => "Custom profiles: WriteTo, 20,000 distinct values";

    public string Explanation =>
        "Milliseconds to write the gzip'd profile to memory, names and lines already found by an earlier one. *Places* is how many different stacks added the values. Target: no more than " +
        "Go. Predicted: 2 ms from one place, 5 ms from 1,024; Go 12 ms.";

    public MarkdownTable Run(Effort effort)
    {
        MarkdownTable table = new("places", "WriteTo ms", "WriteTo in Go ms", "ratio");
        using GoPeer? go = GoPeer.TryStart();
        foreach (int places in new[] { 1, 1024 })
        {
            Values values = new($"bench.write.{places}", Values);
            Stacks.Run(() => values.AddByPaths(places));
            go?.Ask($"hold {places} {Values}");
            List<double> ours = [], theirs = [];
            for (int i = -20; i < effort.Rounds; i++)
            {
                double milliseconds = values.WriteMilliseconds();
                double[]? peer = go?.Ask("write");
                if (i >= 0)
                {
                    ours.Add(milliseconds);
                    theirs.AddRange(peer ?? []);
                }
            }

            table.Add(
                Cell.Number(places), Cell.Milliseconds(Statistics.Median(ours)),
                theirs.Count == 0 ? Cell.None : Cell.Milliseconds(Statistics.Median(theirs)), Cell.Ratio(ours, theirs));
        }

        return table;
    }
}
