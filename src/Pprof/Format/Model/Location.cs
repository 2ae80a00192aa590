namespace Pprof.Format;

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
