using Pprof.Profiles.Heap;
using Xunit;

namespace Pprof.Tests.Profiles.Heap.GcEvents;

public sealed class SpecialRegionsTests
{
    [Theory]
    [InlineData(null, true)]
    [InlineData("", true)]
    [InlineData("0", true)]
    [InlineData("1", false)]
    [InlineData("0x1", false)]
    public void Collections_cannot_be_followed_while_the_runtime_hides_survivors(string? value, bool isPossible)
    {
        string? asked = null;
        string? reason = SpecialRegions.ReasonAgainst(name =>
        {
            asked = name;
            return value;
        });
        Assert.Equal("DOTNET_GCEnableSpecialRegions", asked);
        Assert.Equal(isPossible, reason is null);
        Assert.True(isPossible || reason!.Contains($"is {value},", StringComparison.Ordinal), reason);
    }
}
