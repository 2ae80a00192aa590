using Pprof.Format;

namespace Pprof.Tests.Reporting;

/// <summary>Profiles made of names: each stack leaf first, functions of one name once.</summary>
internal static class Stacks
{
    public static ProfileData Of(SampleType type, params (string Stack, long Value)[] stacks) =>
        Of(type, [.. stacks.Select(one => (one.Stack, one.Value, Array.Empty<Label>()))]);

    /// <param name="type">Type and unit of the one value.</param>
    /// <param name="stacks">Names with a blank between them.</param>
    public static ProfileData Of(SampleType type, params (string Stack, long Value, Label[] Labels)[] stacks)
    {
        Dictionary<string, Location> locations = [];
        Location Find(string name)
        {
            if (!locations.TryGetValue(name, out Location? location))
            {
                ulong id = (ulong)locations.Count + 1;
                Function function = new() { Id = new FunctionId(id), Name = name, FileName = $"/src/{name}.cs", StartLine = 10 };
                locations.Add(name, location = new Location { Id = new LocationId(id), Address = 0x1000 + id, Lines = [new Line(function, 12)] });
            }

            return location;
        }

        List<Sample> samples = [.. stacks.Select(one => new Sample
        {
            Locations = [.. one.Stack.Split(' ').Select(Find)],
            Values = [one.Value],
            Labels = one.Labels,
        })];
        return new ProfileData
        {
            SampleTypes = [type],
            Samples = samples,
            Locations = [.. locations.Values],
            Functions = [.. locations.Values.Select(location => location.Lines[0].Function)],
        };
    }
}
