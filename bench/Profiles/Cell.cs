using System.Globalization;
using BenchCommon;

namespace Profiles;

/// <summary>Figures as the tables show them.</summary>
internal static class Cell
{
    public const string None = "-";

    public static string Number(double value) => value.ToString("N0", CultureInfo.InvariantCulture);

    public static string Milliseconds(double value) => value.ToString("0.00", CultureInfo.InvariantCulture);

    /// <summary>The middle and, in brackets, the least.</summary>
    public static string Nanoseconds(IReadOnlyList<double> values) => values.Count == 0 ? None : $"{Number(Statistics.Median(values))} ({Number(values.Min())})";

    /// <summary>The median of the ratios of neighbours with its 95 % interval.</summary>
    public static string Ratio(IReadOnlyList<double> ours, IReadOnlyList<double> theirs)
    {
        if (theirs.Count == 0)
        {
            return None;
        }

        double[] ratios = [.. ours.Zip(theirs, (our, their) => our / their)];
        (double low, double high) = Statistics.MedianInterval(ratios);
        return string.Create(CultureInfo.InvariantCulture, $"{Statistics.Median(ratios):0.00} ({low:0.00}–{high:0.00})");
    }
}
