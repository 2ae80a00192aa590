using Pprof.Format;

namespace Pprof.Reporting;

/// <summary>A profile, or what changed between two, in the order in which it is told: everything largest first, equal ones by name.</summary>
internal sealed class Summary
{
    private readonly SummaryTotals _totals;

    private Summary(SummaryTotals totals) => _totals = totals;

    public required ProfileData Profile { get; init; }

    public required ProfileData? Base { get; init; }

    public required SampleType Shown { get; init; }

    public required string Kind { get; init; }

    public required IReadOnlyList<string> CannotTell { get; init; }

    public required SummaryCertainty Certainty { get; init; }

    public bool IsDifference => Base is not null;

    public Amount Total => _totals.Total;

    public Amount WithoutOwn => _totals.WithoutOwn;

    /// <summary>
    /// What percentages refer to, as in the pprof tool: the sum of absolute values; in a difference those of the base, or of the profile where
    /// the base has none.
    /// </summary>
    public required long Whole { get; init; }

    public IReadOnlyList<(string Name, Amount Flat, Amount Cumulative)> Functions =>
        [.. _totals.Functions.Select(pair => (pair.Key, pair.Value.Flat, pair.Value.Cumulative)).Where(row => Size(row.Flat) != 0 || Size(row.Cumulative) != 0)
            .OrderByDescending(row => Size(row.Flat)).ThenByDescending(row => Size(row.Cumulative)).ThenBy(row => row.Key, StringComparer.Ordinal)];

    public IReadOnlyList<(SummaryFrame Line, Amount Amount)> OwnLines => Ranked(_totals.OwnLines, line => $"{line.Function} {line.File} {line.Line:D9}");

    /// <summary>What runs without any frame of the program: by whom.</summary>
    public IReadOnlyList<(string Name, Amount Amount)> OthersWork => Ranked(_totals.OthersWork, name => name);

    public IReadOnlyList<(IReadOnlyList<SummaryFrame> Frames, Amount Amount)> Paths =>
        [.. Ranked(_totals.Paths.ToDictionary(pair => pair.Key, pair => pair.Value.Amount), key => key).Select(row => (_totals.Paths[row.Key].Frames, row.Amount))];

    public IReadOnlyList<(string Key, IReadOnlyList<(Label Label, Amount Amount)> Values)> Labels =>
        [.. _totals.Labels.GroupBy(pair => pair.Key.Key).OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => (group.Key, Ranked(group.ToDictionary(), label => label.Text)))];

    /// <summary>Losses that weigh something: their frames.</summary>
    public IReadOnlyList<(string Name, Amount Flat, Amount Cumulative)> Losses =>
        [.. Functions.Where(row => OriginOf(row.Name) == FrameOrigin.Marker)];

    public static Summary Of(ProfileData profile, ProfileData? other, int valueIndex)
    {
        SummaryTotals totals = SummaryTotals.Of(profile, other, valueIndex);
        (string kind, IReadOnlyList<string> cannotTell) = ProfileKindNotes.Of(profile, profile.SampleTypes[valueIndex].Type);
        long whole = Sum(profile, valueIndex), before = other is null ? 0 : Sum(other, valueIndex);
        return new Summary(totals)
        {
            Profile = profile,
            Base = other,
            Shown = profile.SampleTypes[valueIndex],
            Kind = kind,
            CannotTell = cannotTell,
            Whole = before > 0 ? before : whole,
            Certainty = SummaryCertainty.Of(profile, profile.SampleTypes[valueIndex], whole),
        };
    }

    /// <summary>Whose code a function is.</summary>
    public FrameOrigin OriginOf(string function) => _totals.Origins[function];

    /// <summary>By what is shown: the value, or the change.</summary>
    public long Value(Amount amount) => IsDifference ? amount.Change : amount.Now;

    public double Percent(long value) => Whole == 0 ? 0 : 100.0 * value / Whole;

    public IReadOnlyList<(string Callee, Amount Amount)> CalleesOf(SummaryFrame line) => Ranked(
        _totals.OwnCallees.Where(pair => pair.Key.Line == line).ToDictionary(pair => pair.Key.Callee, pair => pair.Value), callee => callee);

    public IReadOnlyList<(string Name, Amount Amount)> CallersOf(string function) => Ranked(
        _totals.Edges.Where(pair => pair.Key.Callee == function).ToDictionary(pair => pair.Key.Caller, pair => pair.Value), name => name);

    public IReadOnlyList<(string Name, Amount Amount)> CalleesOf(string function) => Ranked(
        _totals.Edges.Where(pair => pair.Key.Caller == function).ToDictionary(pair => pair.Key.Callee, pair => pair.Value), name => name);

    /// <summary>Where most of a function is; no line where none is known.</summary>
    public SummaryFrame HottestLineOf(string function)
    {
        (string File, long Line) place = !_totals.Lines.TryGetValue(function, out var lines) ? ("", 0)
            : Ranked(lines, one => $"{one.File} {one.Line:D9}").Select(row => row.Key).FirstOrDefault(("", 0));
        return new SummaryFrame(function, place.File, place.Line);
    }

    // Wraps around as the pprof tool's sums do.
    private static long Sum(ProfileData profile, int valueIndex) =>
        profile.Samples.Aggregate(0L, (sum, sample) => unchecked(sum + Measure.Magnitude(sample.Values[valueIndex])));

    private List<(TKey Key, Amount Amount)> Ranked<TKey>(Dictionary<TKey, Amount> sums, Func<TKey, string> name)
        where TKey : notnull =>
        [.. sums.Select(pair => (pair.Key, pair.Value)).Where(row => Size(row.Value) != 0)
            .OrderByDescending(row => Size(row.Value)).ThenBy(row => name(row.Key), StringComparer.Ordinal)];

    private long Size(Amount amount) => Measure.Magnitude(Value(amount));
}
