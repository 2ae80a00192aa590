using Pprof.Aggregation;
using Pprof.Labels;
using Pprof.Unwinding;

namespace Pprof.Profiles.Naming;

/// <summary>
/// Stacks that have no names yet, and how many of each there are. Equal stacks with equal labels may be added more than once:
/// whoever writes them adds them up. One thread at a time.
/// </summary>
internal sealed class CountedStacks
{
    private readonly List<CountedStack> _stacks = [];

    public IReadOnlyList<CountedStack> Stacks => _stacks;

    /// <summary>What the profile says of itself: since when it counts, what is missing and why. One sentence each.</summary>
    public List<string> Comments { get; } = [];

    /// <param name="frames">Leaf first; not copied, must not change. Callers beyond the depth that profiles hold are cut off, and the profile shows that.</param>
    /// <param name="labels">Labels of what stood there.</param>
    /// <param name="count">How many there are.</param>
    public void Add(ReadOnlyMemory<CodeAddress> frames, LabelSet labels, long count = 1) =>
        _stacks.Add(new CountedStack(WithinDepth(frames), labels, count));

    /// <summary>The stack as deep as profiles hold it; the root of a deeper one is cut off and marked.</summary>
    public static ReadOnlyMemory<CodeAddress> WithinDepth(ReadOnlyMemory<CodeAddress> frames) => frames.Length > SampleCounter.MaxDepth ? Cut(frames) : frames;

    private static CodeAddress[] Cut(ReadOnlyMemory<CodeAddress> frames) =>
        [.. frames.Span[..(SampleCounter.MaxDepth - 1)], CodeAddress.Marker(StackMarker.Truncated)];
}
