using Pprof.Format;
using Pprof.Labels;
using Pprof.Unwinding;

namespace Pprof.Profiles.Naming;

/// <summary>
/// Stacks that have no names yet, each with several values: <see cref="CountedStacks"/> of more than one. Equal stacks with equal labels may be
/// added more than once: whoever writes them adds them up. One thread at a time.
/// </summary>
/// <param name="valueCount">Values of a stack: one for each sample type of the profile.</param>
internal sealed class ValuedStacks(int valueCount)
{
    private readonly List<ValuedStack> _stacks = [];

    public int ValueCount => valueCount;

    public IReadOnlyList<ValuedStack> Stacks => _stacks;

    /// <summary>What the profile says of itself: since when it counts, what is missing and why. One sentence each.</summary>
    public List<string> Comments { get; } = [];

    /// <param name="frames">Leaf first; not copied, must not change. Callers beyond the depth that profiles hold are cut off, and the profile shows that.</param>
    /// <param name="labels">Labels of what stood there.</param>
    /// <param name="values">Not copied, must not change.</param>
    /// <param name="number">A label that is a number, as of <see cref="Label.OfNumber"/>; null for none.</param>
    public void Add(ReadOnlyMemory<CodeAddress> frames, LabelSet labels, ReadOnlyMemory<long> values, Label? number = null)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(values.Length, valueCount);
        _stacks.Add(new ValuedStack(CountedStacks.WithinDepth(frames), labels, number, values));
    }
}
