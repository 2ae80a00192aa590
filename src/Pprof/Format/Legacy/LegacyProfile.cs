namespace Pprof.Format;

/// <summary>
/// A profile of one of the formats from before <c>profile.proto</c>, while it is read: stacks of addresses, and what is
/// mapped where.
/// </summary>
internal sealed class LegacyProfile(ReadBudget budget)
{
    public List<SampleType> Types { get; } = [];

    public SampleType? PeriodType { get; set; }

    public long Period { get; set; }

    public long DurationNanos { get; set; }

    public List<LegacySample> Samples { get; } = [];

    public LegacyMappings Mappings { get; } = new();

    /// <summary>Names of addresses, where the format has them.</summary>
    public Dictionary<ulong, (string Function, string File, long Line)> Names { get; } = [];

    /// <summary>Addresses are numbers that only tell places apart.</summary>
    public bool HasSymbolicAddresses { get; set; }

    public void Add(List<ulong> stack, long[] values, params Label[] labels)
    {
        budget.Charge(
            ReadBudget.Sample + (ReadBudget.Element * (long)(stack.Count + values.Length)) + (
            ReadBudget.Label * (long)labels.Length));
        budget.ChargeFrames(stack.Count);
        Samples.Add(new LegacySample(stack, values, labels));
    }

    public ProfileData ToProfile()
    {
        Dictionary<ulong, LegacyRegion?> regions = [];
        foreach (ulong address in Samples.SelectMany(sample => sample.Stack))
        {
            if (regions.TryAdd(address, null) && !Names.ContainsKey(address))
            {
                budget.Charge(ReadBudget.Message);
                regions[address] = Mappings.Of(address);
            }
        }

        return ToProfile(regions, Mappings.ToMappings());
    }

    private ProfileData ToProfile(Dictionary<ulong, LegacyRegion?> regions, Dictionary<LegacyRegion, Mapping> mappings)
    {
        Dictionary<ulong, Location> locations = [];
        Dictionary<string, Function> functions = [];
        foreach ((ulong address, LegacyRegion? region) in regions)
        {
            LocationId id = new((ulong)locations.Count + 1);
            locations.Add(address, Names.TryGetValue(address, out (string Function, string File, long Line) name)
                ? new Location { Id = id, Lines = [new Line(Find(name.Function, name.File, functions), name.Line)] }
                : new Location { Id = id, Mapping = region is null ? null : mappings[region],
                    Address = HasSymbolicAddresses ? 0 : address });
        }

        (string drop, string keep) = LegacyFrames.For(Types);
        return new ProfileData
        {
            SampleTypes = Types,
            Samples = [.. Samples.Select(
                sample => new Sample { Locations = [.. sample.Stack.Select(address => locations[address])],
                Values = sample.Values, Labels = sample.Labels })],
            Locations = [.. locations.Values],
            Functions = [.. functions.Values],
            Mappings = [.. mappings.Values],
            PeriodType = PeriodType,
            Period = Period,
            DurationNanos = DurationNanos,
            DropFrames = drop,
            KeepFrames = keep,
        };
    }

    private static Function Find(string name, string file, Dictionary<string, Function> functions)
    {
        if (!functions.TryGetValue(name, out Function? function))
        {
            functions.Add(
                name, function =
                new Function { Id = new FunctionId((ulong)functions.Count + 1), Name = name, SystemName = name,
                FileName = file });
        }

        return function;
    }
}
