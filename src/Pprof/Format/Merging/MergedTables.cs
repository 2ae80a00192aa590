namespace Pprof.Format;

/// <summary>
/// Mappings, functions and locations of several profiles, equal ones made one. Numbers are given in the order of arrival, so the first profile's
/// main program stays the first mapping.
/// </summary>
internal sealed class MergedTables
{
    private readonly HashSet<Mapping> _mappings = new(MappingComparer.Instance);
    private readonly HashSet<Function> _functions = new(FunctionComparer.Instance);
    private readonly HashSet<Location> _locations = new(LocationComparer.Instance);

    // What objects have become: a location is in thousands of stacks, and is compared once.
    private readonly Dictionary<Location, Location> _become = new(ReferenceEqualityComparer.Instance);

    public IEnumerable<Mapping> Mappings => _mappings;

    public Mapping Merge(Mapping mapping) => Intern(_mappings, mapping, id => new Mapping
    {
        Id = new MappingId(id),
        MemoryStart = mapping.MemoryStart,
        MemoryLimit = mapping.MemoryLimit,
        FileOffset = mapping.FileOffset,
        FileName = mapping.FileName,
        BuildId = mapping.BuildId,
        HasFunctions = mapping.HasFunctions,
        HasFileNames = mapping.HasFileNames,
        HasLineNumbers = mapping.HasLineNumbers,
        HasInlineFrames = mapping.HasInlineFrames,
    });

    public Location Merge(Location location)
    {
        if (!_become.TryGetValue(location, out Location? merged))
        {
            _become.Add(location, merged = Add(location));
        }

        return merged;
    }

    private Location Add(Location location)
    {
        Mapping? mapping = location.Mapping is null ? null : Merge(location.Mapping);
        Location candidate = new()
        {
            Id = new LocationId((ulong)_locations.Count + 1),
            Mapping = mapping,
            Address = mapping is null ? location.Address : Move(location.Address, location.Mapping!, mapping),
            Lines = [.. location.Lines.Select(line => line with { Function = Merge(line.Function) })],
            IsFolded = location.IsFolded,
        };
        return Intern(_locations, candidate, _ => candidate);
    }

    // To where its file lies in the merged profile. A location that stands for no address has 0 and keeps it.
    private static ulong Move(ulong address, Mapping from, Mapping to) =>
        address == 0 ? 0 : address - from.MemoryStart + to.MemoryStart;

    private Function Merge(Function function) => Intern(_functions, function, id => new Function
    {
        Id = new FunctionId(id),
        Name = function.Name,
        SystemName = function.SystemName,
        FileName = function.FileName,
        StartLine = function.StartLine,
    });

    private static T Intern<T>(HashSet<T> table, T one, Func<ulong, T> make)
    {
        if (!table.TryGetValue(one, out T? known))
        {
            table.Add(known = make((ulong)table.Count + 1));
        }

        return known;
    }
}
