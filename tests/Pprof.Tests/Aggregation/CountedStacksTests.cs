using Pprof.Aggregation;
using Pprof.Labels;
using Pprof.TestSupport;
using Pprof.Unwinding;
using Xunit;

namespace Pprof.Tests.Aggregation;

public sealed class CountedStacksTests
{
    [Fact]
    public void Equal_stacks_are_counted_together()
    {
        CountedStacks sums = new();
        sums.Add(Stack(1, 2), LabelSet.Empty, 1);
        sums.Add(Stack(1, 2), LabelSet.Empty, 1);
        sums.Add(Stack(1), LabelSet.Empty, 1);
        sums.Add([], LabelSet.Empty, 1);

        Assert.Equal(3, sums.Count);
        Assert.Equal(["", "1", "1 2 2"], Texts(sums));
    }

    [Fact]
    public void New_stacks_beyond_the_bound_are_counted_as_overflow_and_known_ones_go_on()
    {
        CountedStacks sums = new(mostFrames: 3);
        sums.Add(Stack(1, 2), LabelSet.Empty, 1);
        sums.Add(Stack(3, 4), LabelSet.Empty, 1);
        sums.Add(Stack(5, 6), LabelSet.Empty, 1);
        sums.Add(Stack(1, 2), LabelSet.Empty, 1);

        Assert.Equal(2, sums.Count);
        Assert.Equal(4, Entries(sums).Sum(entry => entry.Count));
        Assert.Equal(CodeAddress.Marker(StackMarker.Overflow), Entries(sums).Single(entry => entry.Frames.Length == 1).Frames[0]);
    }

    [Fact]
    public void Known_stack_allocates_nothing()
    {
        CountedStacks sums = new();
        CodeAddress[] stack = Stack(1, 2, 3);
        sums.Add(stack, LabelSet.Empty, 1);
        sums.Add(stack, LabelSet.Empty, 1);

        Assert.Equal(0, Allocation.LeastOf(() => sums.Add(stack, LabelSet.Empty, 1)));
    }

    [Fact]
    public void Stack_is_counted_once_for_each_of_its_labels()
    {
        CountedStacks sums = new();
        sums.Add(Stack(1, 2), Labels("a"), 1);
        sums.Add(Stack(1, 2), Labels("b"), 1);
        sums.Add(Stack(1, 2), Labels("a"), 1);

        Assert.Equal([("a", 2), ("b", 1)], Entries(sums).Select(entry => (entry.Labels["key"], entry.Count)));
    }

    [Fact]
    public void Every_value_is_added_up()
    {
        CountedStacks sums = new(valueCount: 2);
        sums.Add(Stack(1), LabelSet.Empty, 1, 10);
        sums.Add(Stack(2), LabelSet.Empty, 0, 100);
        sums.Add(Stack(1), LabelSet.Empty, 1, 20);

        Assert.Equal(["2 30", "0 100"], Entries(sums).Select(entry => string.Join(' ', entry.Values)));
    }

    [Fact]
    public void Labels_beyond_the_bound_are_left_out_and_are_counted()
    {
        CountedStacks sums = new(mostLabelSets: 2);
        for (int i = 0; i < 5; i++)
        {
            sums.Add(Stack(1), Labels($"{i}"), 1);
        }

        Assert.Equal(5, Entries(sums).Sum(entry => entry.Count));
        Assert.Equal(3, Entries(sums).Single(entry => entry.Labels.Count == 0).Count);
        Assert.Equal(3, sums.WithoutLabels);
    }

    [Fact]
    public void Addresses_of_stacks_that_found_no_room_do_not_add_up()
    {
        CountedStacks sums = new(mostFrames: 4);
        for (ulong i = 0; i < 100; i += 2)
        {
            sums.Add(Stack(i, i + 1), LabelSet.Empty, 1);
        }

        Assert.Equal(100 / 2, Entries(sums).Sum(entry => entry.Count));
        Assert.Equal(3, sums.Count);
    }

    private static LabelSet Labels(string value) => LabelSet.Empty.With(new KeyValuePair<string, string>("key", value));

    private static CodeAddress[] Stack(params IEnumerable<ulong> addresses) => [.. addresses.Select(CodeAddress.Managed)];

    private static List<(CodeAddress[] Frames, LabelSet Labels, long[] Values, long Count)> Entries(CountedStacks sums)
    {
        List<(CodeAddress[], LabelSet, long[], long)> entries = [];
        foreach (StackEntry entry in sums.Copy().Stacks.Entries)
        {
            long[] values = sums.Stacks.ValuesOf(entry).ToArray();
            entries.Add((sums.Stacks.FramesOf(entry).ToArray(), sums.Labels[entry.LabelSet], values, values[0]));
        }

        return entries;
    }

    // Addresses, and the count when it is not one.
    private static IEnumerable<string> Texts(CountedStacks sums) => Entries(sums).Select(entry =>
        string.Join(' ', [.. entry.Frames.Select(frame => frame.Value), .. entry.Count > 1 ? new[] { (ulong)entry.Count } : []])).Order(StringComparer.Ordinal);
}
