using Pprof.Profiles.Heap;
using Xunit;

namespace Pprof.Tests.Profiles.Heap;

public sealed class SizeClassTests
{
    [Fact]
    public void Small_sizes_have_classes_of_their_own() =>
        Assert.Equal(127, Enumerable.Range(1, 127).Select(i => SizeClass.Of(i * 8)).Distinct().Count());

    [Fact]
    public void Sizes_of_one_class_differ_by_a_sixteenth_at_most_and_classes_rise_with_sizes()
    {
        long begin = 1024;
        for (long size = begin; size < 1L << 40; size += Math.Max(size / 500 / 8 * 8, 8))
        {
            int step = SizeClass.Of(size) - SizeClass.Of(begin);
            Assert.InRange(step, 0, 1);
            begin = step == 0 ? begin : size;
            Assert.True(size <= begin + (begin / 16), $"{begin} and {size} are one class");
        }
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1016, 127)]
    [InlineData(1024, 128)]
    [InlineData(long.MaxValue, 128 + (52 * 16) + 15)]
    public void Bounds_of_the_classes_are_as_documented(long size, int expected) => Assert.Equal(expected, SizeClass.Of(size));

    [Fact]
    public void Lower_bound_of_a_class_is_the_smallest_size_in_it()
    {
        for (int sizeClass = 0; sizeClass <= SizeClass.Of(long.MaxValue); sizeClass++)
        {
            long bound = SizeClass.LowerBound(sizeClass);
            Assert.Equal(sizeClass, SizeClass.Of(bound));
            Assert.Equal(sizeClass - 1, bound == 0 ? -1 : SizeClass.Of(bound - 1));
        }
    }
}
