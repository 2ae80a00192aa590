using Pprof.Recording;
using Pprof.Unwinding;
using Pprof.TestSupport;
using Xunit;

namespace Pprof.Tests.Recording;

public sealed class StackCountsTests
{
    [Fact]
    public void Equal_stacks_are_counted_together()
    {
        StackCounts counts = new();
        counts.Add(Stack(1, 2));
        counts.Add(Stack(1, 2));
        counts.Add(Stack(1));
        counts.Add([]);

        Assert.Equal(3, counts.Count);
        Assert.Equal(["", "1", "1 2 2"], Texts(counts));
    }

    [Fact]
    public void New_stacks_beyond_the_bound_are_counted_as_overflow_and_known_ones_go_on()
    {
        StackCounts counts = new(mostFrames: 3);
        counts.Add(Stack(1, 2));
        counts.Add(Stack(3, 4));
        counts.Add(Stack(5, 6));
        counts.Add(Stack(1, 2));
        CountedStacks stacks = new();
        counts.CopyTo(stacks);

        Assert.Equal(2, counts.Count);
        Assert.Equal(4, stacks.Stacks.Sum(stack => stack.Count));
        Assert.Equal(CodeAddress.Marker(StackMarker.Overflow), stacks.Stacks.Single(stack => stack.Frames.Length == 1).Frames.Span[0]);
    }

    [Fact]
    public void Known_stack_allocates_nothing()
    {
        StackCounts counts = new();
        CodeAddress[] stack = Stack(1, 2, 3);
        counts.Add(stack);
        counts.Add(stack);

        Assert.Equal(0, Allocation.LeastOf(() => counts.Add(stack)));
    }

    private static CodeAddress[] Stack(params IEnumerable<ulong> addresses) => [.. addresses.Select(CodeAddress.Managed)];

    // Addresses, and the count when it is not one.
    private static IEnumerable<string> Texts(StackCounts counts)
    {
        CountedStacks stacks = new();
        counts.CopyTo(stacks);
        return stacks.Stacks.Select(stack =>
            string.Join(' ', [.. stack.Frames.ToArray().Select(frame => frame.Value), .. stack.Count > 1 ? new[] { (ulong)stack.Count } : []])).Order(StringComparer.Ordinal);
    }
}
