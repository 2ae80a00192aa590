using Pprof.Labels;
using Pprof.Profiles.Events;
using Pprof.Profiles.Naming;
using Pprof.TestSupport;
using Pprof.Tests.Profiles.Catalog;
using Pprof.Unwinding;
using Xunit;

namespace Pprof.Tests.Profiles.Events;

public sealed class StackSumsTests
{
    [Fact]
    public void Equal_stacks_are_counted_together()
    {
        StackSums sums = new();
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
        StackSums sums = new(mostFrames: 3);
        sums.Add(Stack(1, 2), LabelSet.Empty, 1);
        sums.Add(Stack(3, 4), LabelSet.Empty, 1);
        sums.Add(Stack(5, 6), LabelSet.Empty, 1);
        sums.Add(Stack(1, 2), LabelSet.Empty, 1);
        CountedStacks stacks = new();
        sums.CopyTo(stacks);

        Assert.Equal(2, sums.Count);
        Assert.Equal(4, stacks.Stacks.Sum(stack => stack.Count));
        Assert.Equal(CodeAddress.Marker(StackMarker.Overflow), stacks.Stacks.Single(stack => stack.Frames.Length == 1).Frames.Span[0]);
    }

    [Fact]
    public void Known_stack_allocates_nothing()
    {
        StackSums sums = new();
        CodeAddress[] stack = Stack(1, 2, 3);
        sums.Add(stack, LabelSet.Empty, 1);
        sums.Add(stack, LabelSet.Empty, 1);

        Assert.Equal(0, Allocation.LeastOf(() => sums.Add(stack, LabelSet.Empty, 1)));
    }

    [Fact]
    public void Stack_is_counted_once_for_each_of_its_labels()
    {
        StackSums sums = new();
        sums.Add(Stack(1, 2), Labels("a"), 1);
        sums.Add(Stack(1, 2), Labels("b"), 1);
        sums.Add(Stack(1, 2), Labels("a"), 1);
        CountedStacks stacks = new();
        sums.CopyTo(stacks);

        Assert.Equal([("a", 2), ("b", 1)], stacks.Stacks.Select(stack => (stack.Labels["key"], stack.Count)));
    }

    [Fact]
    public void Every_value_is_added_up_and_stacks_without_the_one_that_is_asked_for_are_left_out()
    {
        StackSums sums = new(valueCount: 2);
        sums.Add(Stack(1), LabelSet.Empty, 1, 10);
        sums.Add(Stack(2), LabelSet.Empty, 0, 100);
        sums.Add(Stack(1), LabelSet.Empty, 1, 20);
        ValuedStacks both = new(2);
        CountedStacks first = new();
        sums.CopyTo(both);
        sums.CopyTo(first, value: 0);

        Assert.Equal(["2 30", "0 100"], both.Stacks.Select(stack => string.Join(' ', stack.Values.ToArray())));
        Assert.Equal(2, Assert.Single(first.Stacks).Count);
    }

    [Fact]
    public void Labels_beyond_the_bound_are_left_out_and_that_is_told()
    {
        StackSums sums = new(mostLabelSets: 2);
        for (int i = 0; i < 5; i++)
        {
            sums.Add(Stack(1), Labels($"{i}"), 1);
        }

        CountedStacks stacks = new();
        sums.CopyTo(stacks);
        Assert.Equal(5, stacks.Stacks.Sum(stack => stack.Count));
        Assert.Equal(3, stacks.Stacks.Single(stack => stack.Labels.Count == 0).Count);
        Assert.StartsWith("3 events are shown without their labels", Assert.Single(sums.Tell()));
    }

    [Fact]
    public void Addresses_of_stacks_that_found_no_room_do_not_add_up()
    {
        StackSums sums = new(mostFrames: 4);
        for (ulong i = 0; i < 100; i += 2)
        {
            sums.Add(Stack(i, i + 1), LabelSet.Empty, 1);
        }

        CountedStacks stacks = new();
        sums.CopyTo(stacks);
        Assert.Equal(100 / 2, stacks.Stacks.Sum(stack => stack.Count));
        Assert.Equal(3, sums.Count);
    }

    private static LabelSet Labels(string value) => LabelSet.Empty.With(new KeyValuePair<string, string>("key", value));

    private static CodeAddress[] Stack(params IEnumerable<ulong> addresses) => [.. addresses.Select(CodeAddress.Managed)];

    // Addresses, and the count when it is not one.
    private static IEnumerable<string> Texts(StackSums sums)
    {
        CountedStacks stacks = new();
        sums.CopyTo(stacks);
        return stacks.Stacks.Select(stack =>
            string.Join(' ', [.. stack.Frames.ToArray().Select(frame => frame.Value), .. stack.Count > 1 ? new[] { (ulong)stack.Count } : []])).Order(StringComparer.Ordinal);
    }
}
