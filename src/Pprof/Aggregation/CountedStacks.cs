using Pprof.Format;
using Pprof.Labels;
using Pprof.Unwinding;

namespace Pprof.Aggregation;

/// <summary>
/// Stacks whose addresses have no names yet, and what was counted of each: every profile but the CPU profile counts in one, and hands it
/// to whoever gives names to it. One thread at a time; allocates for stacks and labels not met before.
/// </summary>
/// <param name="valueCount">Values of a stack: one for each sample type of the profile.</param>
/// <param name="mostFrames">Frames of all stacks together, 8 bytes each. New stacks beyond are counted as <c>[overflow]</c>.</param>
/// <param name="mostLabelSets">Different labels. Stacks with others are counted without labels, which <see cref="WithoutLabels"/> says.</param>
internal sealed class CountedStacks(int valueCount = 1, int mostFrames = int.MaxValue, int mostLabelSets = LabelTable.MostSets)
{
    public int ValueCount => valueCount;

    /// <summary>Different stacks, each as often as it has different labels.</summary>
    public int Count => Stacks.Count;

    /// <summary>How often labels found no room.</summary>
    public long WithoutLabels { get; private set; }

    public StackTable<CodeAddress> Stacks { get; private init; } = new(valueCount, mostFrames);

    public LabelTable Labels { get; private init; } = new(mostLabelSets);

    /// <summary>What the profile says of itself: since when it counts, what is missing and why. One sentence each.</summary>
    public List<string> Comments { get; } = [];

    /// <param name="frames">
    /// Leaf first; copied when new. Callers beyond the depth that profiles hold are cut off, and the profile shows that.
    /// </param>
    /// <param name="labels">In force when the stack stood there.</param>
    /// <param name="values">Added to those of the stack; as many as it has.</param>
    public void Add(ReadOnlySpan<CodeAddress> frames, LabelSet labels, params ReadOnlySpan<long> values) =>
        Add(frames, labels, number: null, values);

    /// <summary>The same with a label that is a number, as of <see cref="Label.OfNumber"/>.</summary>
    public void Add(ReadOnlySpan<CodeAddress> frames, LabelSet labels, Label? number, params ReadOnlySpan<long> values)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(values.Length, valueCount);
        WithoutLabels += Labels.TryAdd(labels, number, out int labelSet) ? 0 : 1;
        if (!Stacks.TryAdd(frames.Length > SampleCounter.MaxDepth ? Cut(frames) : frames, labelSet, values))
        {
            Stacks.AddMarker(CodeAddress.Marker(StackMarker.Overflow), values);
        }
    }

    /// <summary>What it holds now, for another thread. To be read only.</summary>
    public CountedStacks Copy() => new(valueCount, mostFrames, mostLabelSets)
    {
        Stacks = Stacks.Copy(),
        Labels = Labels.Copy(),
        WithoutLabels = WithoutLabels,
    };

    private static CodeAddress[] Cut(ReadOnlySpan<CodeAddress> frames) =>
        [.. frames[..(SampleCounter.MaxDepth - 1)], CodeAddress.Marker(StackMarker.Truncated)];
}
