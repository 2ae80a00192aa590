using Pprof.Profiles.Heap;
using Xunit;

namespace Pprof.Tests.Profiles.Heap;

public sealed class HeapTallyTests
{
    [Fact]
    public void What_was_added_and_removed_leaves_nothing_not_even_roundings()
    {
        long[] sizes = [24, 32, 40, 1_000, 333_336];
        HeapTally tally = default;
        for (int i = 0; i < 1_000; i++)
        {
            tally.Add(sizes[i % sizes.Length]);
        }

        for (int i = 999; i >= 0; i--)
        {
            tally.Remove(sizes[i % sizes.Length]);
        }

        Assert.Equal(default, tally);
    }

    [Fact]
    public void Sum_of_two_has_the_samples_and_estimates_of_both()
    {
        HeapTally one = default;
        one.Add(102_400);
        HeapTally other = default;
        other.Add(24);
        other.Add(24);

        one.Add(other);

        Assert.Equal((3, 102_448), (one.Samples, one.SampledBytes));
        Assert.Equal(AllocationWeight.Of(102_400) + (2 * AllocationWeight.Of(24)), one.Objects, 1e-6);
        Assert.Equal((102_400 * AllocationWeight.Of(102_400)) + (48 * AllocationWeight.Of(24)), one.Bytes, 1e-6);
    }
}
