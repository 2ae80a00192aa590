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

    [Fact]
    public void Code_that_was_moved_behind_the_epilog_is_not_of_the_last_line()
    {
        NativeMap map = new([0, 4, 8, 12, 16], [NativeMap.Prolog, 1, NativeMap.Epilog, NativeMap.NoMapping, 3]);

        Assert.Equal(NativeMap.Epilog, map.ILOffsetAt(11));
        Assert.Equal(NativeMap.Prolog, map.ILOffsetAt(12));
        Assert.Equal(3, map.ILOffsetAt(16));
    }
}
