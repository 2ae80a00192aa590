using Pprof.Aggregation;
using Pprof.Labels;
using Xunit;

namespace Pprof.Tests.Labels;

public sealed class LabelTableTests
{
    [Fact]
    public void Full_table_refuses_new_sets_and_goes_on_with_those_it_has()
    {
        LabelTable table = new(mostSets: 2);

        Assert.True(table.TryAdd(Set("a"), out int a));
        Assert.True(table.TryAdd(Set("b"), out int b));
        Assert.False(table.TryAdd(Set("c"), out int c));
        Assert.True(table.TryAdd(Set("a"), out int again));

        Assert.Equal([1, 2, 0, 1], [a, b, c, again]);
        Assert.True(table.TryAdd(LabelSet.Empty, out int none));
        Assert.Equal(0, none);
    }

    private static LabelSet Set(string value) => LabelSet.Empty.With(new KeyValuePair<string, string>("key", value));
}
