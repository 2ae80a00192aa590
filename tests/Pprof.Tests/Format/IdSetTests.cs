using Pprof.Format;
using Xunit;

namespace Pprof.Tests.Format;

public sealed class IdSetTests
{
    /// <summary>In sequence, backwards, with a gap that is filled later, at the ends of the range.</summary>
    [Theory]
    [InlineData(new ulong[] { 1, 2, 3, 2 })]
    [InlineData(new ulong[] { 3, 2, 1, 2, 3, 1 })]
    [InlineData(new ulong[] { 2, 1, 2 })]
    [InlineData(new ulong[] { 1, 3, 2, 3, 4, 4 })]
    [InlineData(new ulong[] { ulong.MaxValue, 1, ulong.MaxValue })]
    public void Ids_are_new_once_in_any_order(ulong[] ids)
    {
        IdSet set = new();
        HashSet<ulong> expected = [];
        foreach (ulong id in ids)
        {
            Assert.Equal(expected.Contains(id), set.Contains(id));
            Assert.Equal(expected.Add(id), set.Add(id));
            Assert.True(set.Contains(id));
        }
    }

    [Fact]
    public void Zero_is_in_no_set()
    {
        IdSet set = new();
        set.Add(1);
        Assert.False(set.Contains(0));
    }
}
