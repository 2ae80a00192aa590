using Pprof.Format;

namespace Pprof.Reporting;

/// <summary>A profile made ready for a report: filtered, its total known, its values with a unit.</summary>
internal sealed class Report
{
    /// <summary>
    /// Marks samples of the base of a difference, so that shares are of the base: the pprof tool's label.
    /// </summary>
    public const string BaseLabel = "pprof::base";

    private string _unit;

    private Report(
        ProfileData profile, ReportOptions options, SampleValues values, IReadOnlyDictionary<string, string> labelUnits,
        long total, ReadBudget budget)
    {
        Profile = profile;
        Options = options;
        Values = values;
        LabelUnits = labelUnits;
        Total = total;
        Budget = budget;
        _unit = options.Unit;
    }

    /// <summary>What the filters left.</summary>
    public ProfileData Profile { get; }

    public ReportOptions Options { get; }

    public SampleValues Values { get; }

    /// <summary>The unit of each numeric label, by its key.</summary>
    public IReadOnlyDictionary<string, string> LabelUnits { get; }

    /// <summary>
    /// The base of percentages: the sum of all values without their signs, before filters; of a difference with its
    /// base marked, of the base alone.
    /// </summary>
    public long Total { get; }

    public ReadBudget Budget { get; }

    /// <exception cref="OptionException">An option makes no sense.</exception>
    public static Report Make(ProfileData profile, ReportOptions options, ReadBudget budget, Action<string> warn)
    {
        if (options.DivideBy == 0)
        {
            throw new OptionException("--divide-by is 0. Give the number by which to divide.");
        }

        IReadOnlyDictionary<string, string> units = LabelSetText.UnitsOf(profile);
        SampleValues values = SampleValues.Choose(profile, options);
        profile = TagFrames.Apply(profile, options, warn);
        ProfileData filtered = ProfileFilters.Apply(profile, options, units, warn);
        return new Report(
            filtered, options, values, units, TotalOf(options.RelativePercentages ? filtered : profile, values),
            budget);
    }

    public string Format(long value) => Measure.Label(Divided(value), Values.Type.Unit, _unit);

    public string FormatOrDot(long value) => value == 0 ? "." : Format(value);

    public string Percent(long value) => Measure.Percent(value, Total);

    public (double Value, string Unit) Scale(long value) => Measure.Scale(value, Values.Type.Unit, _unit);

    /// <summary>From now on all values have the one unit that fits the graph's smallest.</summary>
    public void FitUnitTo(Graph graph)
    {
        if (Options.Unit == Measure.Minimum && graph.Nodes.Count > 0)
        {
            long smallest = graph.Nodes.Select(SizeOf).Where(size => size > 0).DefaultIfEmpty().Min();
            smallest = smallest == 0 ? Total : smallest;
            _unit = UnitChoice.For(Divided(smallest), Divided(Total), Values.Type.Unit);
        }
    }

    public long Divided(long value) => Options.DivideBy == 1 ? value : (long)(value * (1 / Options.DivideBy));

    private static long SizeOf(Node node)
    {
        long flat = Measure.Magnitude(node.FlatValue);
        return flat != 0 ? flat : Measure.Magnitude(node.CumulativeValue);
    }

    private static long TotalOf(ProfileData profile, SampleValues values)
    {
        (long total, long divisor, long ofBase, long divisorOfBase) = (0, 0, 0, 0);
        foreach (Sample sample in profile.Samples)
        {
            long value = Measure.Magnitude(values.Value(sample));
            long by = values.Divisor(sample);
            (total, divisor) = unchecked((total + value, divisor + by));
            if (sample.Labels.Any(label => label is { Key: BaseLabel, Text: "true" }))
            {
                (ofBase, divisorOfBase) = unchecked((ofBase + value, divisorOfBase + by));
            }
        }

        (total, divisor) = ofBase > 0 ? (ofBase, divisorOfBase) : (total, divisor);
        return Measure.Divide(total, divisor);
    }
}
