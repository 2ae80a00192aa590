namespace Pprof.Format;

/// <summary>A stack with the values measured there.</summary>
internal sealed class Sample
{
    /// <summary>Leaf first. Empty is valid: the values then count for no function but for the total.</summary>
    public IReadOnlyList<Location> Locations { get; init; } = [];

    /// <summary>One for each of <see cref="ProfileData.SampleTypes"/>, in their order.</summary>
    public required IReadOnlyList<long> Values { get; init; }

    public IReadOnlyList<Label> Labels { get; init; } = [];

    /// <summary>The same values on another stack.</summary>
    public Sample With(IReadOnlyList<Location> locations) => new() { Locations = locations, Values = Values, Labels = Labels };
}

/// <summary>What a value measures, and in what: <c>cpu</c> in <c>nanoseconds</c>.</summary>
internal sealed record SampleType(string Type, string Unit);

/// <summary>
/// A tag of a sample: a text, or a number with its unit. A text that is empty and a number that is 0 without a unit look the same in
/// a file, and the pprof tool ignores both.
/// </summary>
internal sealed record Label(string Key, string Text, long Number, string Unit)
{
    public static Label OfText(string key, string text) => new(key, text, 0, "");

    /// <summary>Without a unit the pprof tool takes the key for the unit: <c>bytes</c> needs none.</summary>
    public static Label OfNumber(string key, long number, string unit = "") => new(key, "", number, unit);
}

/// <summary>A place in the code that stacks refer to.</summary>
internal sealed class Location
{
    public required LocationId Id { get; init; }

    public Mapping? Mapping { get; init; }

    public ulong Address { get; init; }

    /// <summary>Empty when only the address is known; more than one where functions were inlined, innermost first.</summary>
    public IReadOnlyList<Line> Lines { get; init; } = [];

    /// <summary>Other functions share this address, because the linker merged identical code.</summary>
    public bool IsFolded { get; init; }

    /// <summary>The same place with other lines.</summary>
    public Location With(IReadOnlyList<Line> lines) => new() { Id = Id, Mapping = Mapping, Address = Address, Lines = lines, IsFolded = IsFolded };
}

/// <summary>The number by which samples of the same profile name a location. Unique in its table; 0 is not an id.</summary>
internal readonly record struct LocationId(ulong Value);

/// <summary>A function at a location, with the source line executed there (0: unknown).</summary>
internal readonly record struct Line(Function Function, long LineNumber = 0, long Column = 0);

/// <summary>One function at a location, by id: what <see cref="ProfileEncoder.AddLocation"/> takes.</summary>
/// <param name="Function">Must have been added before.</param>
/// <param name="Line">Source line, or 0.</param>
/// <param name="Column">Source column, or 0.</param>
internal readonly record struct LineEntry(FunctionId Function, long Line = 0, long Column = 0);

/// <summary>A function as the profile names it.</summary>
internal sealed class Function
{
    public required FunctionId Id { get; init; }

    public string Name { get; init; } = "";

    /// <summary>The system's own name when it is another; written as empty when it equals <see cref="Name"/>.</summary>
    public string SystemName { get; init; } = "";

    public string FileName { get; init; } = "";

    public long StartLine { get; init; }
}

/// <summary>The number by which lines of the same profile name a function. Unique in its table; 0 is not an id.</summary>
internal readonly record struct FunctionId(ulong Value);

/// <summary>A range of addresses and the file that was mapped there. The first of a profile is its main program.</summary>
internal sealed class Mapping
{
    public required MappingId Id { get; init; }

    public ulong MemoryStart { get; init; }

    public ulong MemoryLimit { get; init; }

    public ulong FileOffset { get; init; }

    public string FileName { get; init; } = "";

    public string BuildId { get; init; } = "";

    /// <summary>True tells the pprof tool that names need not be looked up: it then opens no file and asks no server.</summary>
    public bool HasFunctions { get; init; }

    public bool HasFileNames { get; init; }

    public bool HasLineNumbers { get; init; }

    public bool HasInlineFrames { get; init; }
}

/// <summary>The number by which locations of the same profile name a mapping. Unique in its table; 0 (the default) says "no mapping".</summary>
internal readonly record struct MappingId(ulong Value);
