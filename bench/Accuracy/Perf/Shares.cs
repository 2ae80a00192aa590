namespace Accuracy.Perf;

/// <summary>Which part of all samples each function has.</summary>
internal sealed class Shares
{
    private readonly Dictionary<string, double> _parts;

    public Shares(IEnumerable<(string Key, long Samples)> counts)
    {
        List<(string Key, long Samples)> all = [.. counts];
        Count = all.Sum(pair => pair.Samples);
        _parts = all.GroupBy(pair => pair.Key).ToDictionary(group => group.Key, group => (double)group.Sum(pair => pair.Samples) / Count);
    }

    public long Count { get; }

    public IReadOnlyDictionary<string, double> Parts => _parts;

    public double this[string key] => _parts.GetValueOrDefault(key);

    /// <summary>Half the sum of all differences: the share of samples that would have to move for both to be equal.</summary>
    public double DistanceTo(Shares other) =>
        _parts.Keys.Union(other._parts.Keys).Sum(key => Math.Abs(this[key] - other[key])) / 2;

    /// <summary>The distance that two sets of samples of these sizes have on average when both are drawn from the same shares, namely these.</summary>
    public double DistanceByChance(long firstCount, long secondCount)
    {
        const int Rounds = 200;
        Random random = new(1);
        return Enumerable.Range(0, Rounds).Average(_ => Draw(random, firstCount).DistanceTo(Draw(random, secondCount)));
    }

    private Shares Draw(Random random, long count)
    {
        string[] keys = [.. _parts.Keys];
        double[] bounds = new double[keys.Length];
        double sum = 0;
        for (int i = 0; i < keys.Length; i++)
        {
            bounds[i] = sum += _parts[keys[i]];
        }

        return new Shares(Enumerable.Range(0, (int)count).Select(_ =>
        {
            int index = Array.BinarySearch(bounds, random.NextDouble() * sum);
            return (keys[Math.Min(index < 0 ? ~index : index, keys.Length - 1)], 1L);
        }));
    }
}
