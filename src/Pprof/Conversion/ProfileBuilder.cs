using System.Runtime.InteropServices;
using Pprof.Format;
using Pprof.Reporting;

namespace Pprof.Conversion;

/// <summary>Makes a profile of stacks of named frames, which other formats have.</summary>
internal sealed class ProfileBuilder(IReadOnlyList<SampleType> types, ReadBudget budget)
{
    private readonly Dictionary<ConvertedFrame, Location> _locations = [];
    private readonly Dictionary<(string Name, string File), Function> _functions = [];
    private readonly List<Sample> _samples = [];

    public long DurationNanos { get; set; }

    public IReadOnlyList<string> Comments { get; set; } = [];

    /// <param name="stack">Leaf first.</param>
    /// <param name="values">One for each type.</param>
    /// <param name="labels">What else is known of it.</param>
    public void Add(IReadOnlyList<ConvertedFrame> stack, long[] values, params Label[] labels)
    {
        budget.Charge(
            ReadBudget.Sample + ((long)ReadBudget.Element * (stack.Count + values.Length)) + (
            (long)ReadBudget.Label * labels.Length));
        budget.ChargeFrames(stack.Count);
        _samples.Add(new Sample { Locations = [.. stack.Select(Find)], Values = values, Labels = labels });
    }

    /// <summary>Equal stacks are made one.</summary>
    public ProfileData ToProfile() => ProfileSet.Merge([new ProfileData
    {
        SampleTypes = types,
        Samples = _samples,
        Locations = [.. _locations.Values],
        Functions = [.. _functions.Values],
        DurationNanos = DurationNanos,
        Comments = Comments,
    }]);

    private Location Find(ConvertedFrame frame)
    {
        ref Location? location = ref CollectionsMarshal.GetValueRefOrAddDefault(_locations, frame, out bool isKnown);
        if (!isKnown)
        {
            budget.Charge(2 * ReadBudget.Message);
            location = new Location { Id = new LocationId((ulong)_locations.Count),
                Lines = [new Line(Find(frame.Name, frame.File), frame.Line)] };
        }

        return location!;
    }

    private Function Find(string name, string file)
    {
        ref Function? function = ref CollectionsMarshal.GetValueRefOrAddDefault(_functions, (name, file), out _);
        return function ??= new Function { Id = new FunctionId((ulong)_functions.Count), Name = name, FileName = file };
    }
}
