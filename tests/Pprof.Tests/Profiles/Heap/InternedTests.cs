using Pprof.Profiles.Heap;
using Pprof.Tests.Profiles.Catalog;
using Xunit;

namespace Pprof.Tests.Profiles.Heap;

/// <summary>Tables of what repeats, and their bounds.</summary>
public sealed class InternedTests
{
    [Fact]
    public void Types_have_one_number_each_and_those_beyond_the_bound_are_unknown()
    {
        InternedTypes types = new(most: 3);

        Assert.Equal([0, 1, 2, 1, 0, 0], new[] { "", "A", "B", "A", "C", "D" }.Select(name => types.Add(name)));
        Assert.Equal(("B", 2), (types[2], types.Refused));
    }

    [Fact]
    public void Label_sets_have_one_number_each_and_those_beyond_the_bound_are_dropped()
    {
        InternedLabels labels = new(most: 2);

        Assert.Equal(0, labels.Add(Stacks.Labels()));
        Assert.Equal(1, labels.Add(Stacks.Labels(("k", "1"))));
        Assert.Equal(0, labels.Add(Stacks.Labels(("k", "2"))));
        Assert.Equal(1, labels.Add(Stacks.Labels(("k", "1"))));
        Assert.Equal(1, labels.Refused);
    }

    [Fact]
    public void Stacks_have_one_number_each_and_those_beyond_the_bound_are_overflow()
    {
        InternedStacks stacks = new(mostFrames: 3);

        Assert.Equal(1, stacks.Add(Stacks.Of("A", "B")));
        Assert.Equal(InternedStacks.Overflow, stacks.Add(Stacks.Of("C", "D")));
        Assert.Equal(2, stacks.Add(Stacks.Of("C")));
        Assert.Equal(1, stacks.Add(Stacks.Of("A", "B")));
        Assert.Equal(Stacks.Of("A", "B"), stacks[1]);
    }
}
