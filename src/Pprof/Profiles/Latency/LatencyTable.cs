using System.Runtime.InteropServices;
using Pprof.Aggregation;
using Pprof.Labels;

namespace Pprof.Profiles.Latency;

/// <summary>Adds up looks, each for the time since the one before. One thread at a time; copied for others.</summary>
internal sealed class LatencyTable
{
    // As of profiles that are fed by events: 8 MB, and labels that differ with every request.
    private const int MostFrames = 1 << 20;
    private const int MostLabelSets = 1 << 16;

    private readonly CountedStacks _stacks = new(valueCount: 2, MostFrames, MostLabelSets);
    private readonly Dictionary<(LabelSet, string), LabelSet> _withState = [];
    private HashSet<(long Id, int Place)> _before = [];

    public int Count => _stacks.Count;

    public void Add(LatencyUnits units, TimeSpan time)
    {
        HashSet<(long Id, int Place)> now = new(units.All.Count);
        foreach (LatencyUnit unit in units.All)
        {
            (long, int) one = (unit.Id, PlaceOf(unit));
            int isNew = now.Add(one) && !_before.Contains(one) ? 1 : 0;
            _stacks.Add(unit.Frames.Span, WithState(unit), isNew, (long)(time.TotalNanoseconds * units.ShareOf(unit)));
        }

        _before = now;
    }

    public CountedStacks Copy() => _stacks.Copy();

    private LabelSet WithState(in LatencyUnit unit)
    {
        // As many as there are label sets, and then anew.
        if (_withState.Count > MostLabelSets)
        {
            _withState.Clear();
        }

        ref LabelSet? known = ref CollectionsMarshal.GetValueRefOrAddDefault(_withState, (unit.Labels, unit.State), out _);
        return known ??= unit.Labels.With(new KeyValuePair<string, string>("state", unit.State));
    }

    // The same operation in the same place is the same wait. Two places of equal hashes make one operation less: that may be.
    private static int PlaceOf(in LatencyUnit unit)
    {
        HashCode hash = default;
        hash.AddBytes(MemoryMarshal.AsBytes(unit.Frames.Span));
        return hash.ToHashCode();
    }
}
