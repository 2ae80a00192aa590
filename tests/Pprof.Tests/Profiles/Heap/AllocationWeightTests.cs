using Pprof.Profiles.Heap;
using Xunit;

namespace Pprof.Tests.Profiles.Heap;

/// <summary>Estimates are right in the mean. Fixed seeds: what passes once passes always.</summary>
public sealed class AllocationWeightTests
{
    private const int Repetitions = 400;

    [Theory]
    [InlineData(24, 4266.66)]
    [InlineData(102_400, 1.58198)]
    [InlineData(1_000_000, 1.0000575)]
    [InlineData(100_000_000, 1)]
    public void Object_stands_for_the_inverse_of_the_chance_to_be_sampled(long size, double weight) =>
        Assert.Equal(weight, AllocationWeight.Of(size), weight * 2e-4);

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void Size_that_cannot_be_is_taken_for_one_byte(long size) => Assert.Equal(AllocationWeight.Of(1), AllocationWeight.Of(size));

    [Theory]
    [InlineData(24, 400_000)]
    [InlineData(64, 200_000)]
    [InlineData(1_000, 20_000)]
    [InlineData(30_000, 500)]
    [InlineData(102_400, 100)]
    [InlineData(500_000, 50)]
    [InlineData(10_000_000, 10)]
    [InlineData(100_000_000, 3)]
    public void Mean_of_many_estimates_lies_in_its_own_confidence_interval(long size, long count)
    {
        SampledStream stream = new(new Random(17));

        HeapTally[] estimates = [.. Enumerable.Range(0, Repetitions).Select(_ => stream.Sample(size, count))];

        AssertMean(count, [.. estimates.Select(tally => tally.Objects)]);
        AssertMean(count * size, [.. estimates.Select(tally => tally.Bytes)]);
    }

    [Fact]
    public void Mean_of_estimates_of_a_mixture_lies_in_its_own_confidence_interval()
    {
        Random random = new(23);
        SampledStream stream = new(random);
        long[] sizes = [.. Enumerable.Range(0, 20_000).Select(_ => (long)Math.Exp((random.NextDouble() * 12) + 3.2) / 8 * 8)];

        HeapTally[] estimates = [.. Enumerable.Range(0, Repetitions).Select(_ => stream.Sample(sizes))];

        AssertMean(sizes.Length, [.. estimates.Select(tally => tally.Objects)]);
        AssertMean(sizes.Sum(), [.. estimates.Select(tally => tally.Bytes)]);
    }

    // Four standard errors. Where all objects are sampled there is no spread, but what rounding leaves.
    private static void AssertMean(double truth, double[] estimates)
    {
        double mean = estimates.Average();
        double variance = estimates.Sum(estimate => (estimate - mean) * (estimate - mean)) / (estimates.Length - 1);
        double error = 4 * Math.Sqrt(variance / estimates.Length);

        Assert.InRange(mean, truth - error - (truth * 1e-4), truth + error + (truth * 1e-4));
        Assert.True(error < truth * 0.08, $"the test is too blunt: {error} of {truth}");
    }
}
