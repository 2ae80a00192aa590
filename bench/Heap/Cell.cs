using System.Globalization;
using BenchCommon;

namespace Heap;

/// <summary>Figures as the tables print them.</summary>
internal static class Cell
{
    /// <summary>Median and its 95 % interval.</summary>
    public static string Ratio(IEnumerable<double> values)
    {
        List<double> ratios = [.. values];
        (double low, double high) = Statistics.MedianInterval(ratios);
        return string.Create(CultureInfo.InvariantCulture, $"{Statistics.Median(ratios):0.000} ({low:0.000}–{high:0.000})");
    }

    /// <summary>Gigabytes a second, and which were wanted when it is fewer.</summary>
    public static string Rate(double reached, double wanted) =>
        Gigabytes(reached) + (Calibration.IsReached(reached, wanted) ? "" : string.Create(CultureInfo.InvariantCulture, $" ({wanted / 1e9:0.0} not reached)"));

    public static string Number(double value) => value.ToString("#,0.0", CultureInfo.InvariantCulture);

    private static string Gigabytes(double bytes) => (bytes / 1e9).ToString("0.00", CultureInfo.InvariantCulture);
}
