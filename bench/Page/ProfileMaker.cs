using System.Globalization;
using Pprof.Format;

namespace PageBench;

/// <summary>Puts a profile together from stacks of names.</summary>
internal sealed class ProfileMaker(params SampleType[] types)
{
    private readonly Dictionary<string, Location> _locations = [];
    private readonly List<Function> _functions = [];
    private readonly List<Sample> _samples = [];

    public IReadOnlyList<string> Comments { get; init; } = [];

    /// <summary>A stack as it is read in a graph, outermost first: <c>"Main;Parse;Read"</c>. A name after <c>+</c> instead of <c>;</c> was inlined into the one before.
    /// <c>"Parse@12"</c> is in line 12, <c>"Parse@12:Other.cs"</c> of another file, <c>"Parse@0:"</c> in none; without it, in line 7 of the file that is called like its type.</summary>
    public ProfileMaker Add(string stack, params long[] values) => Add(stack, [], values);

    public ProfileMaker Add(string stack, Label[] labels, params long[] values)
    {
        Location[] locations = [.. stack.Split(';', StringSplitOptions.RemoveEmptyEntries).Reverse().Select(LocationOf)];
        _samples.Add(new Sample { Locations = locations, Values = values, Labels = labels });
        return this;
    }

    public ProfileData Data => new()
    {
        SampleTypes = types,
        DurationNanos = 2_000_000_000,
        TimeNanos = 1_700_000_000_000_000_000,
        Comments = Comments,
        Functions = _functions,
        Locations = [.. _locations.Values],
        Samples = _samples,
    };

    public byte[] File
    {
        get
        {
            using MemoryStream file = new();
            Data.WriteTo(file);
            return file.ToArray();
        }
    }

    private Location LocationOf(string names)
    {
        if (!_locations.TryGetValue(names, out Location? location))
        {
            Line[] lines = [.. names.Split('+').Reverse().Select(LineOf)];
            location = new Location { Id = new((ulong)_locations.Count + 1), Lines = lines };
            _locations.Add(names, location);
        }

        return location;
    }

    private Line LineOf(string name)
    {
        string[] parts = name.Split('@');
        string[] place = parts.Length > 1 ? parts[1].Split(':') : ["7"];
        return new Line(FunctionOf(parts[0], place.Length > 1 ? place[1] : FileOf(parts[0])), long.Parse(place[0], CultureInfo.InvariantCulture));
    }

    private static string FileOf(string name) => $"/src/{name.Split('.')[0]}.cs";

    private Function FunctionOf(string name, string file)
    {
        Function? function = _functions.Find(function => function.Name == name && function.FileName == file);
        if (function is null)
        {
            function = new Function { Id = new((ulong)_functions.Count + 1), Name = name, FileName = file, StartLine = file.Length == 0 ? 0 : 3 };
            _functions.Add(function);
        }

        return function;
    }
}
