using System.Runtime.InteropServices;
using Pprof.Format;

namespace Pprof.Reporting;

/// <summary>
/// Adds up one value of a profile by function. Flat: samples whose leaf is the function. Cumulative: samples with the
/// function anywhere on the stack, once each, so that recursion does not count twice. Functions of one name are one row,
/// as in the pprof tool.
/// </summary>
internal sealed class FunctionTotals
{
    private readonly Dictionary<string, int> _numbers = [];
    private readonly Dictionary<Location, int[]> _functionsOf = new(ReferenceEqualityComparer.Instance);
    private readonly List<(string Name, long Flat, long Cumulative, int LastSample)> _totals = [];
    private int _sample;

    private FunctionTotals()
    {
    }

    /// <summary>The sum of all values without their signs: of a difference, what became more and what became less. Percentages are shares of this.</summary>
    public long Total { get; private set; }

    /// <summary>Largest flat value first, whatever its sign; equal ones by cumulative value, then by name.</summary>
    public IReadOnlyList<ProfileReportRow> Rows =>
        [.. _totals.Where(one => one.Flat != 0 || one.Cumulative != 0)
            .Select(one => new ProfileReportRow(one.Name, one.Flat, one.Cumulative))
            .OrderByDescending(row => Measure.Magnitude(row.Flat))
            .ThenByDescending(row => Measure.Magnitude(row.Cumulative))
            .ThenBy(row => row.Function, StringComparer.Ordinal)];

    public static FunctionTotals Of(ProfileData profile, int valueIndex)
    {
        FunctionTotals totals = new();
        foreach (Sample sample in profile.Samples)
        {
            totals.Add(sample, sample.Values[valueIndex]);
        }

        return totals;
    }

    private void Add(Sample sample, long value)
    {
        _sample++;
        Total = unchecked(Total + Measure.Magnitude(value));
        bool isLeaf = true;
        foreach (Location location in sample.Locations)
        {
            foreach (int function in FunctionsOf(location))
            {
                Add(function, value, isLeaf);
                isLeaf = false;
            }
        }
    }

    private void Add(int function, long value, bool isLeaf)
    {
        ref (string Name, long Flat, long Cumulative, int LastSample) total = ref CollectionsMarshal.AsSpan(_totals)[function];
        total.Flat = unchecked(total.Flat + (isLeaf ? value : 0));
        total.Cumulative = unchecked(total.Cumulative + (total.LastSample == _sample ? 0 : value));
        total.LastSample = _sample;
    }

    private int[] FunctionsOf(Location location)
    {
        ref int[]? functions = ref CollectionsMarshal.GetValueRefOrAddDefault(_functionsOf, location, out _);
        return functions ??= [.. FrameNames.Of(location).Select(NumberOf)];
    }

    private int NumberOf(string name)
    {
        if (!_numbers.TryGetValue(name, out int number))
        {
            _numbers.Add(name, number = _totals.Count);
            _totals.Add((name, 0, 0, 0));
        }

        return number;
    }
}
