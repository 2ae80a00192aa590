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
    private readonly Dictionary<string, (long Flat, long Cumulative)> _totals = [];
    private readonly HashSet<string> _onStack = [];

    private FunctionTotals()
    {
    }

    public long Total { get; private set; }

    /// <summary>Largest flat value first; equal ones by cumulative value, then by name.</summary>
    public IReadOnlyList<ProfileReportRow> Rows =>
        [.. _totals.Select(pair => new ProfileReportRow(pair.Key, pair.Value.Flat, pair.Value.Cumulative))
            .OrderByDescending(row => row.Flat).ThenByDescending(row => row.Cumulative).ThenBy(row => row.Function, StringComparer.Ordinal)];

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
        Total += value;
        _onStack.Clear();
        bool isLeaf = true;
        foreach (string function in sample.Locations.SelectMany(FrameNames.Of))
        {
            ref (long Flat, long Cumulative) totals = ref CollectionsMarshal.GetValueRefOrAddDefault(_totals, function, out _);
            totals.Flat += isLeaf ? value : 0;
            totals.Cumulative += _onStack.Add(function) ? value : 0;
            isLeaf = false;
        }
    }
}
