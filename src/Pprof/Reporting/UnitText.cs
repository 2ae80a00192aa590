using System.Globalization;

namespace Pprof.Reporting;

/// <summary>Values as people read them. Every value of a table gets the same unit, so that a column can be compared by eye.</summary>
internal static class UnitText
{
    private static readonly (string Unit, long Size, string Symbol)[] s_scales =
    [
        ("nanoseconds", 1_000_000_000, "s"), ("nanoseconds", 1_000_000, "ms"), ("nanoseconds", 1_000, "us"), ("nanoseconds", 1, "ns"),
        ("bytes", 1 << 30, "GB"), ("bytes", 1 << 20, "MB"), ("bytes", 1 << 10, "kB"), ("bytes", 1, "B"),
    ];

    /// <summary>A function that prints values in the largest unit in which <paramref name="total"/> is at least 1.</summary>
    public static Func<long, string> For(string unit, long total)
    {
        foreach (var scale in s_scales)
        {
            if (scale.Unit == unit && Math.Abs(total) >= scale.Size)
            {
                return value => Math.Round((double)value / scale.Size, 2).ToString("0.##", CultureInfo.InvariantCulture) + scale.Symbol;
            }
        }

        return value => value.ToString(CultureInfo.InvariantCulture);
    }

    public static string Percent(long value, long total) =>
        total == 0 ? "0%" : (100.0 * value / total).ToString("0.00", CultureInfo.InvariantCulture) + "%";
}
