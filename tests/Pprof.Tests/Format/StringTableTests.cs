using Pprof.Format;
using Xunit;

namespace Pprof.Tests.Format;

public sealed class StringTableTests
{
    [Fact]
    public void Empty_string_is_the_first() => Assert.Equal(0, new StringTable().Intern(""));

    [Fact]
    public void Equal_strings_have_one_index_in_the_order_of_their_first_use()
    {
        StringTable table = new();
        Assert.Equal([1, 2, 1], ((string[])["b", "a", "b"]).Select(table.Intern));
        Assert.Equal(["", "b", "a"], table.Strings);
    }

    [Fact]
    public void Strings_that_are_equal_once_cleaned_have_one_index()
    {
        StringTable table = new();
        Assert.Equal([1, 1, 1], ((string[])["a\uD800", "a\uFFFD", "a\uD800"]).Select(table.Intern));
        Assert.Equal(["", "a\uFFFD"], table.Strings);
    }

    [Fact]
    public void Pair_of_surrogates_is_kept()
    {
        StringTable table = new();
        table.Intern("\U0001F600");
        Assert.Equal(["", "\U0001F600"], table.Strings);
    }
}
