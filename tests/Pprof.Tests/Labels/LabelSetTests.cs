using Pprof.Labels;
using Xunit;

namespace Pprof.Tests.Labels;

public sealed class LabelSetTests
{
    [Fact]
    public void Empty_set_has_no_pairs_and_nothing_added_leaves_a_set_as_it_is()
    {
        Assert.Empty(LabelSet.Empty);
        Assert.Same(LabelSet.Empty, LabelSet.Empty.With());
    }

    [Fact]
    public void Pairs_are_sorted_by_key_whatever_the_order_they_came_in() => Assert.Equal(
        ["A=4", "a=1", "b=2", "c=3"], Print(LabelSet.Empty.With(Of("b", "2"), Of("a", "1")).With(Of("c", "3"), Of("A", "4"))));

    [Fact]
    public void New_value_of_a_key_wins_and_of_several_in_one_call_the_last()
    {
        LabelSet first = LabelSet.Empty.With(Of("k", "old"), Of("x", "1"));

        Assert.Equal(["k=new", "x=1"], Print(first.With(Of("k", "between"), Of("k", "new"))));
        Assert.Equal(["k=old", "x=1"], Print(first));
    }

    [Fact]
    public void Sets_of_the_same_content_are_equal_however_they_were_made()
    {
        LabelSet one = LabelSet.Empty.With(Of("a", "1")).With(Of("b", "2"));
        LabelSet two = LabelSet.Empty.With(Of("b", "2"), Of("a", "0"), Of("a", "1"));

        Assert.Equal(one, two);
        Assert.Equal(one.GetHashCode(), two.GetHashCode());
        Assert.NotEqual(one, two.With(Of("a", "2")));
        Assert.NotEqual(one, LabelSet.Empty);
    }

    [Fact]
    public void Set_is_a_dictionary()
    {
        LabelSet labels = LabelSet.Empty.With(Of("a", "1"), Of("b", ""));

        Assert.Equal("1", labels["a"]);
        Assert.True(labels.ContainsKey("b"));
        Assert.False(labels.TryGetValue("c", out string? none));
        Assert.Null(none);
        Assert.Equal(["a", "b"], labels.Keys);
        Assert.Equal(["1", ""], labels.Values);
        Assert.Throws<KeyNotFoundException>(() => labels["c"]);
    }

    private static KeyValuePair<string, string> Of(string key, string value) => new(key, value);

    private static IEnumerable<string> Print(LabelSet labels) => labels.Select(pair => $"{pair.Key}={pair.Value}");
}
