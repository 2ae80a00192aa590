namespace BenchCommon;

/// <summary>Middle values and how sure they are.</summary>
public static class Statistics
{
    private const int Resamples = 4000;

    public static double Median(IReadOnlyList<double> values) => Quantile(values, 0.5);

    /// <summary>Linear between the two neighbours, as most statistics packages do it.</summary>
    public static double Quantile(IReadOnlyList<double> values, double q)
    {
        ArgumentNullException.ThrowIfNull(values);
        double[] sorted = [.. values.Order()];
        double position = q * (sorted.Length - 1);
        int below = (int)position;
        return below + 1 >= sorted.Length ? sorted[^1] : sorted[below] + ((position - below) * (sorted[below + 1] - sorted[below]));
    }

    /// <summary>
    /// 95 % interval of the median by the percentile bootstrap: no assumption about the distribution, which on a shared
    /// machine has a long tail. The seed is fixed, so the same data give the same interval.
    /// </summary>
    public static (double Low, double High) MedianInterval(IReadOnlyList<double> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        Random random = new(12345);
        double[] medians = new double[Resamples];
        double[] resample = new double[values.Count];
        for (int i = 0; i < Resamples; i++)
        {
            for (int j = 0; j < resample.Length; j++)
            {
                resample[j] = values[random.Next(values.Count)];
            }

            medians[i] = Median(resample);
        }

        return (Quantile(medians, 0.025), Quantile(medians, 0.975));
    }
}
