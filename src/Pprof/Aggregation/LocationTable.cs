using Pprof.Symbolization;
using Pprof.Unwinding;

namespace Pprof.Aggregation;

/// <summary>
/// Turns code addresses into the profile's locations, asking for the symbol of each address once. One thread at a time;
/// allocates for addresses not met before.
/// </summary>
/// <param name="symbols">What an address means.</param>
/// <param name="mappingOf">Id of the mapping of an address, which may be that of the function's assembly; 0 for none.</param>
internal sealed class LocationTable(ISymbolSource symbols, Func<CodeAddress, FunctionSymbol?, ulong> mappingOf)
{
    // The mapping of a program's own file is always the first.
    private const ulong ProgramMapping = 1;

    // Keys are bits of addresses, values are classes: such collections are compiled in the framework, and the first profile need not wait.
    private readonly Dictionary<ulong, Place> _byAddress = [];
    private readonly Dictionary<ulong, Place> _transient = [];
    private readonly Dictionary<LocationEntry, int> _byContent = [];
    private readonly List<LocationEntry> _locations = [];
    private readonly Dictionary<int, InlinedLine[]> _inlined = [];

    public FunctionTable Functions { get; } = new();

    public IReadOnlyList<LocationEntry> Locations => _locations;

    /// <summary>What the compiler put into the function of a location there, innermost first.</summary>
    public ReadOnlySpan<InlinedLine> InlinedAt(int location) => _inlined.GetValueOrDefault(location);

    /// <summary>Index of the address's location in <see cref="Locations"/>.</summary>
    public int Find(CodeAddress address) =>
        _byAddress.TryGetValue(address.Bits, out Place? known) || _transient.TryGetValue(address.Bits, out known) ? known.Index : Resolve(address);

    /// <summary>
    /// Forgets what transient addresses meant. Their memory may be freed and used for other code at any time, so an answer
    /// serves the samples of one drain (a tenth of a second) and is asked for again at the next.
    /// </summary>
    public void ForgetTransient() => _transient.Clear();

    /// <summary>True when of both locations only the image is known, and it is the same.</summary>
    public bool IsSameImage(int left, int right)
    {
        int function = _locations[left].Function;
        return function >= 0 && function == _locations[right].Function && Functions.Functions[function].IsWholeImage;
    }

    /// <summary>
    /// True when of a location only the library is known, and its caller is a function of the same library that has a name: what a library
    /// does inside is told as part of what it was called for. Not in the program itself, where that would end in its entry.
    /// </summary>
    public bool IsInside(int location, int caller)
    {
        (LocationEntry inner, LocationEntry outer) = (_locations[location], _locations[caller]);
        return inner.Function >= 0 && Functions.Functions[inner.Function].IsWholeImage && outer.Function >= 0
            && inner.Address.Kind == CodeKind.Native && outer.Address.Kind == CodeKind.Native
            && inner.Mapping > ProgramMapping && inner.Mapping == outer.Mapping;
    }

    private int Resolve(CodeAddress address)
    {
        LocationSymbol symbol = symbols.Resolve(address);
        int function = symbol.Function is null ? -1 : Functions.Add(symbol.Function);
        int index = Intern(new LocationEntry(address, function, symbol.Line, mappingOf(address, symbol.Function)));
        if (symbol.Inlined is { } inlined)
        {
            _inlined[index] = [.. inlined.Select(frame => new InlinedLine(Functions.Add(frame.Function), frame.Line))];
        }

        (symbol.IsTransient ? _transient : _byAddress).Add(address.Bits, new Place(index));
        return index;
    }

    private int Intern(LocationEntry location)
    {
        if (!_byContent.TryGetValue(location, out int index))
        {
            _byContent.Add(location, index = _locations.Count);
            _locations.Add(location);
        }

        return index;
    }

    private sealed record Place(int Index);
}
