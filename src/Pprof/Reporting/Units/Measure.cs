namespace Pprof.Reporting;

/// <summary>Values in units, as the pprof tool prints them: <c>1.50s</c>, <c>12kB</c>. Everything that shows a value to a person goes through here.</summary>
internal static class Measure
{
    /// <summary>The largest unit in which the value is at least 1.</summary>
    public const string Auto = "auto";

    /// <summary>As <see cref="Auto"/> for one value; a report takes it for one unit for all of its values, see <see cref="UnitChoice"/>.</summary>
    public const string Minimum = "minimum";

    /// <summary>Converts a value. A unit that is not known stays; a count has none.</summary>
    /// <example>1,500,000,000 of nanoseconds to <c>auto</c> is 1.5 of <c>s</c>.</example>
    public static (double Value, string Unit) Scale(long value, string from, string to)
    {
        if (value < 0 && value != long.MinValue)
        {
            (double positive, string unit) = Scale(-value, from, to);
            return (-positive, unit);
        }

        foreach (UnitFamily family in UnitFamily.All)
        {
            if (family.Find(from) is { } known)
            {
                Unit target = TargetOf(family, value * known.Factor, to);
                return (value * known.Factor / target.Factor, target.Symbol);
            }
        }

        return (value, to is "count" or "sample" or "unit" or Minimum or Auto ? "" : to);
    }

    public static string Label(long value, string from, string to = Auto)
    {
        (double scaled, string unit) = Scale(value, from, to);
        string text = ExactText.Fixed(scaled, 2);
        text = text.EndsWith(".00", StringComparison.Ordinal) ? text[..^3] : text;
        return text is "0" or "-0" ? "0" : text + unit;
    }

    /// <summary>The share of a total, without a sign, with two digits or more: <c>12.50%</c>, <c>0.12%</c>, <c>  100%</c>. Six characters wide.</summary>
    public static string Percent(long value, long total)
    {
        double share = total == 0 ? 0 : Math.Abs((double)value / total) * 100;
        return share switch
        {
            >= 99.95 and <= 100.05 => "  100%",
            >= 1.0 => ExactText.Fixed(share, 2).PadLeft(5) + "%",
            _ => ExactText.TwoDigits(share).PadLeft(5) + "%",
        };
    }

    /// <summary>Without a sign; the smallest number has no positive twin and stays as it is.</summary>
    public static long Magnitude(long value) => value < 0 ? unchecked(-value) : value;

    /// <summary>A mean; the value where there is nothing to divide by. The least number by -1 would overflow.</summary>
    public static long Divide(long value, long divisor) => divisor switch
    {
        0 => value,
        -1 => unchecked(-value),
        _ => value / divisor,
    };

    private static Unit TargetOf(UnitFamily family, double value, string to) =>
        (to is Minimum or Auto ? family.Largest(value) : family.Find(to)) ?? family.Default;
}
