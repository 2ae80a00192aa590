namespace Pprof.Tests.Profiles.Heap.GcEvents;

/// <summary>Slides the objects of regions together, the regions in any order, so that ranges go to where others were and some stay.</summary>
internal sealed class SimulatedCompaction(Random random)
{
    private readonly List<Action> _moves = [];

    /// <summary>What goes where. Nothing moves yet: other heaps still plan.</summary>
    public List<(ulong Old, ulong New, ulong Length)> Plan(IReadOnlyList<SimulatedRegion> regions)
    {
        List<(ulong Old, ulong New, ulong Length)> moves = [];
        foreach (IGrouping<int, SimulatedRegion> group in regions.GroupBy(static one => one.Generation))
        {
            PlanGeneration([.. group], moves);
        }

        return moves;
    }

    public void Execute()
    {
        _moves.ForEach(static move => move());
        _moves.Clear();
    }

    private void PlanGeneration(List<SimulatedRegion> regions, List<(ulong Old, ulong New, ulong Length)> moves)
    {
        SimulatedRegion[] order = [.. regions];
        random.Shuffle(order);
        List<SimulatedObject>[] contents = [.. order.Select(static _ => new List<SimulatedObject>())];
        int target = 0;
        ulong at = order[0].Start;
        foreach (SimulatedRegion region in regions)
        {
            foreach ((ulong start, ulong length) in SimulatedRegion.Runs(region.Objects))
            {
                if (at + length > order[target].Start + SimulatedRegion.Size)
                {
                    at = order[++target].Start;
                }

                ulong later = at;
                moves.Add((start, later, length));
                List<SimulatedObject> run = [.. region.Objects.Where(one => one.Address >= start && one.Address < start + length)];
                contents[target].AddRange(run);
                _moves.Add(() => run.ForEach(one => one.Address += later - start));
                at += length;
            }
        }

        _moves.Add(() =>
        {
            for (int i = 0; i < order.Length; i++)
            {
                order[i].Objects = contents[i];
            }
        });
    }
}
