using Pprof.Profiles.Heap;
using Xunit;

namespace Pprof.Tests.Profiles.Heap;

public sealed class InternedTypesTests
{
    [Fact]
    public void Types_have_one_number_each_and_those_beyond_the_bound_are_unknown()
    {
        InternedTypes types = new(most: 3);

        Assert.Equal([0, 1, 2, 1, 0, 0], new[] { "", "A", "B", "A", "C", "D" }.Select(name => types.Add(name)));
        Assert.Equal(("B", 2), (types[2], types.Refused));
    }
}
