using System.Runtime.InteropServices;
using Pprof.Labels;
using Pprof.Profiles.Operations;
using Pprof.Unwinding;

namespace Pprof.Profiles.Latency;

/// <summary>
/// What one look has found. A request that waits for three things at once is under way once, so all that belongs together has one share of the time: what works under labels
/// that were pushed at one moment; without labels, the branches of one root. One thread.
/// </summary>
/// <param name="program">Tells what is work of the program.</param>
internal sealed class LatencyUnits(ProgramCode program)
{
    private readonly List<LatencyUnit> _units = [];
    private readonly Dictionary<object, int> _members = new(ObjectIdentity.Comparer);

    public IReadOnlyList<LatencyUnit> All => _units;

    /// <summary>Whether something was found that belongs to the same.</summary>
    public bool Has(LabelSet labels, object root) => _members.ContainsKey(GroupOf(labels, root));

    /// <summary>Part of the time that one of them has.</summary>
    public double ShareOf(in LatencyUnit unit) => 1.0 / _members[unit.Group];

    /// <param name="frames">Leaf first.</param>
    /// <param name="labels">The program's, the very object that is in force.</param>
    /// <param name="state">In words.</param>
    /// <param name="id">Of the task; of a thread without one, its id, negative.</param>
    /// <param name="root">For which nobody waits.</param>
    public void Add(ReadOnlyMemory<CodeAddress> frames, LabelSet labels, string state, long id, object root)
    {
        if (program.IsWork(frames.Span))
        {
            object group = GroupOf(labels, root);
            CollectionsMarshal.GetValueRefOrAddDefault(_members, group, out _)++;
            _units.Add(new LatencyUnit(frames, labels, state, id, group));
        }
    }

    // Each push makes a set of its own, which flows to all that is done under it.
    private static object GroupOf(LabelSet labels, object root) => labels.Count > 0 ? labels : root;
}

/// <summary>Something under way.</summary>
/// <param name="Frames">Leaf first.</param>
/// <param name="Labels">The program's.</param>
/// <param name="State">What it does or waits for, in words.</param>
/// <param name="Id">Of the task; of a thread without one, its id, negative.</param>
/// <param name="Group">What has one share of the time.</param>
internal readonly record struct LatencyUnit(ReadOnlyMemory<CodeAddress> Frames, LabelSet Labels, string State, long Id, object Group);
