using Pprof.Profiles.Heap;
using Xunit;

namespace Pprof.Tests.Profiles.Heap;

/// <summary>The table of followed samples, against a plain model.</summary>
public sealed class HeapSamplesTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Table_agrees_with_a_model_over_random_operations(int seed)
    {
        Random random = new(seed);
        HeapSamples samples = new(most: 300);
        Dictionary<int, (HeapSample Sample, bool IsYoung)> model = [];
        for (int i = 0; i < 20_000; i++)
        {
            switch (random.Next(10))
            {
                case < 5:
                    Add(samples, model, new HeapSample(i, i * 8, i));
                    break;
                case < 8:
                    Remove(samples, model, random.Next(-1, 301));
                    break;
                default:
                    Promote(samples, model, random);
                    break;
            }

            Assert.Equal(model.Count, samples.Count);
        }

        Assert.Equal(model.Where(pair => pair.Value.IsYoung).Select(pair => pair.Key).Order(), Young(samples).Order());
    }

    [Fact]
    public void Full_table_refuses_and_takes_again_when_one_has_gone()
    {
        HeapSamples samples = new(most: 2);
        HeapSample sample = new(1, 24, 5);
        Assert.Equal(0, samples.AddYoung(sample));
        Assert.Equal(1, samples.AddYoung(sample));
        Assert.Equal(IHeapSink.NotFollowed, samples.AddYoung(sample));

        Assert.True(samples.TryRemove(0, out _, out _));
        Assert.False(samples.TryRemove(0, out _, out _));
        Assert.Equal(0, samples.AddYoung(sample));
    }

    private static void Add(HeapSamples samples, Dictionary<int, (HeapSample Sample, bool IsYoung)> model, HeapSample sample)
    {
        int number = samples.AddYoung(sample);
        Assert.Equal(model.Count == 300, number == IHeapSink.NotFollowed);
        if (number >= 0)
        {
            model.Add(number, (sample, true));
        }
    }

    private static void Remove(HeapSamples samples, Dictionary<int, (HeapSample Sample, bool IsYoung)> model, int number)
    {
        bool isKnown = model.Remove(number, out var expected);
        Assert.Equal(isKnown, samples.TryRemove(number, out HeapSample sample, out bool wasYoung));
        Assert.Equal(expected, (sample, wasYoung));
    }

    private static void Promote(HeapSamples samples, Dictionary<int, (HeapSample Sample, bool IsYoung)> model, Random random)
    {
        int[] young = [.. Young(samples)];
        foreach (int number in young.Where(_ => random.Next(2) == 0))
        {
            Assert.True(model[number].IsYoung);
            samples.Promote(number);
            model[number] = (model[number].Sample, false);
        }
    }

    private static IEnumerable<int> Young(HeapSamples samples)
    {
        for (int number = samples.FirstYoung; number >= 0; number = samples.NextYoung(number))
        {
            yield return number;
        }
    }
}
