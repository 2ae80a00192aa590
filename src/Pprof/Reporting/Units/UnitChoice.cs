namespace Pprof.Reporting;

/// <summary>One unit for all values of a report, so that a column can be compared by eye, and no row reads 0 where it is not.</summary>
internal static class UnitChoice
{
    /// <summary>
    /// The unit that fits the smallest row. Where the largest takes another unit and is over a hundred times as much, the one that fits a hundred times the
    /// smallest, which then reads 0.01: the pprof tool's rule.
    /// </summary>
    /// <example>10 ms and a total of 6.35 s are printed in seconds; 2 kB and a total of 3 GB in kilobytes: 200 kB would not be a megabyte.</example>
    /// <param name="smallest">Least value above 0, or 0 for none.</param>
    /// <param name="total">Base of percentages.</param>
    /// <param name="unit">Unit of both.</param>
    public static string For(long smallest, long total, string unit)
    {
        smallest = smallest == 0 ? total : smallest;
        string least = Measure.Scale(smallest, unit, Measure.Minimum).Unit;
        string most = Measure.Scale(total, unit, Measure.Minimum).Unit;
        bool isWide = least != most && unchecked(smallest * 100) < total;
        string chosen = isWide ? Measure.Scale(unchecked(smallest * 100), unit, Measure.Minimum).Unit : least;
        return chosen.Length > 0 ? chosen : unit;
    }
}
