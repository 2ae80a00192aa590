using Pprof.Runtime.DebugInfo;
using Xunit;

namespace Pprof.Tests.Runtime.DebugInfo;

public sealed class NativeMapTests
{
    private static readonly NativeMap s_map = new(
        [0, 4, 8, 8, 12, 20],
        [NativeMap.Prolog, 0, 3, 5, NativeMap.NoMapping, NativeMap.Epilog]);

    [Theory]
    [InlineData(0u, NativeMap.Prolog)]
    [InlineData(3u, NativeMap.Prolog)]
    [InlineData(4u, 0)]
    [InlineData(7u, 0)]
    [InlineData(8u, 5)]
    [InlineData(11u, 5)]
    [InlineData(12u, 5)]
    [InlineData(20u, NativeMap.Epilog)]
    [InlineData(900u, NativeMap.Epilog)]
    public void Instruction_belongs_to_the_last_mapped_entry_at_or_before_it(uint native, int expected) =>
        Assert.Equal(expected, s_map.ILOffsetAt(native));

    [Fact]
    public void Code_before_the_first_mapped_entry_is_prolog() =>
        Assert.Equal(NativeMap.Prolog, new NativeMap([2, 6], [NativeMap.NoMapping, 1]).ILOffsetAt(1));
}
