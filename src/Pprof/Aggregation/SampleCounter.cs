using Pprof.Symbolization;
using Pprof.Unwinding;

namespace Pprof.Aggregation;

/// <summary>
/// Counts walked stacks by what their addresses mean. Drain thread only; allocates for addresses and stacks not met before.
/// </summary>
/// <param name="symbols">What an address means.</param>
/// <param name="mappingOf">Id of the mapping that holds an address; 0 for none.</param>
/// <param name="valueCount">Values of a stack.</param>
internal sealed class SampleCounter(ISymbolSource symbols, Func<CodeAddress, ulong> mappingOf, int valueCount = 1)
{
    private const int NoLabels = 0;
    private readonly int[] _locations = new int[MaxDepth];

    /// <summary>Frames of the deepest stack, one more for the marker that says what is missing.</summary>
    public const int MaxDepth = 513;

    public LocationTable Locations { get; } = new(symbols, mappingOf);

    public StackTable Stacks { get; } = new(valueCount);

    public LabelTable Labels { get; init; } = new();

    /// <param name="stack">Leaf first.</param>
    /// <param name="labelSet">Its number in <see cref="Labels"/>.</param>
    /// <param name="weight">Sampling periods, or whatever the profile counts.</param>
    /// <summary>Counts a stack. When the table is full and the stack is new, its weight goes to <c>[overflow]</c>.</summary>
    public void Add(ReadOnlySpan<CodeAddress> stack, int labelSet, long weight) => Add(stack, labelSet, new ReadOnlySpan<long>(in weight));

    /// <summary>The same for stacks of several values.</summary>
    public void Add(ReadOnlySpan<CodeAddress> stack, int labelSet, ReadOnlySpan<long> values)
    {
        if (!Stacks.TryAdd(Resolve(stack), labelSet, values))
        {
            Stacks.TryAdd([Locations.Find(CodeAddress.Marker(StackMarker.Overflow))], NoLabels, values);
        }
    }

    /// <summary>Counts CPU time that has no stack.</summary>
    public void Add(StackMarker reason, long weight)
    {
        int location = Locations.Find(CodeAddress.Marker(reason));
        Stacks.TryAdd([location], NoLabels, weight);
    }

    private ReadOnlySpan<int> Resolve(ReadOnlySpan<CodeAddress> stack)
    {
        int count = 0;
        foreach (CodeAddress address in stack)
        {
            int location = Locations.Find(address);
            if (count > 0 && Locations.IsSameImage(_locations[count - 1], location))
            {
                continue;
            }

            count -= count > 0 && Locations.IsInside(_locations[count - 1], location) ? 1 : 0;
            _locations[count++] = location;
        }

        return _locations.AsSpan(0, count);
    }
}
