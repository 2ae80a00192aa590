using Pprof.Symbolization;
using Pprof.Unwinding;

namespace Pprof.Aggregation;

/// <summary>
/// Counts stacks by what their addresses mean. One thread at a time, but for <see cref="Labels"/>, which in a CPU profile belong to
/// <c>pprof cpu sampler</c> while the rest belongs to <c>pprof stack walker</c>. Allocates for addresses and stacks not met before.
/// </summary>
/// <param name="symbols">What an address means.</param>
/// <param name="mappingOf">As of <see cref="LocationTable"/>.</param>
/// <param name="valueCount">Values of a stack.</param>
internal sealed class SampleCounter(ISymbolSource symbols, Func<CodeAddress, FunctionSymbol?, ulong> mappingOf, int valueCount = 1)
{
    private readonly int[] _locations = new int[MaxDepth];

    /// <summary>Frames of the deepest stack, one more for the marker that says what is missing.</summary>
    public const int MaxDepth = StackUnwinder.MaxFrames + 1;

    public LocationTable Locations { get; } = new(symbols, mappingOf);

    public StackTable<int> Stacks { get; private set; } = new(valueCount);

    public LabelTable Labels { get; init; } = new();

    /// <summary>Gives names to all that was counted by address.</summary>
    public static SampleCounter Of(CountedStacks counted, ISymbolSource symbols, Func<CodeAddress, FunctionSymbol?, ulong> mappingOf)
    {
        SampleCounter counter = new(symbols, mappingOf, counted.ValueCount) { Labels = counted.Labels };
        foreach (ref readonly StackEntry entry in counted.Stacks.Entries)
        {
            counter.Add(counted.Stacks.FramesOf(entry), entry.LabelSet, counted.Stacks.ValuesOf(entry));
        }

        return counter;
    }

    /// <summary>Counts a stack. When the table is full and the stack is new, its values go to <c>[overflow]</c>.</summary>
    /// <param name="stack">Leaf first, at most <see cref="MaxDepth"/> frames.</param>
    /// <param name="labelSet">Its number in <see cref="Labels"/>.</param>
    /// <param name="values">Sampling periods, or whatever the profile counts.</param>
    public void Add(ReadOnlySpan<CodeAddress> stack, int labelSet, params ReadOnlySpan<long> values)
    {
        if (!Stacks.TryAdd(Resolve(stack), labelSet, values))
        {
            Add(StackMarker.Overflow, values);
        }
    }

    /// <summary>
    /// The number of a set of labels in a window of time; of the set itself where the profile has no windows. Where there is no room for one
    /// more, windows become wider: all that was counted stays.
    /// </summary>
    public int InWindow(int labelSet, int window)
    {
        if (Labels.Windows is not { } windows)
        {
            return labelSet;
        }

        while (windows.IsFull(window) || (Stacks.IsNearlyFull && windows.CanJoin))
        {
            Relabel(windows.Join());
        }

        return windows.NumberOf(labelSet, window);
    }

    /// <summary>Counts what has no stack.</summary>
    public void Add(StackMarker reason, params ReadOnlySpan<long> values) =>
        Stacks.AddMarker(Locations.Find(CodeAddress.Marker(reason)), values);

    private void Relabel(Func<int, int> numberOf)
    {
        StackTable<int> before = Stacks;
        Stacks = new StackTable<int>(valueCount);
        foreach (ref readonly StackEntry entry in before.Entries)
        {
            if (!Stacks.TryAdd(before.FramesOf(entry), numberOf(entry.LabelSet), before.ValuesOf(entry)))
            {
                Add(StackMarker.Overflow, before.ValuesOf(entry));
            }
        }
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
