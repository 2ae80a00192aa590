using Pprof.Images;
using Pprof.Symbolization.Naming;
using Pprof.Unwinding;

namespace Pprof.Symbolization.Native;

/// <summary>
/// Names native code: by an ELF symbol whose extent holds the address, or the name under which another image calls the function, else one
/// name for the whole image, in brackets. A stripped library exports a handful of functions (libcoreclr: 11), and the nearest one below would be a lie.
/// Owner of the parts; may read files at the first address of an image; never throws.
/// </summary>
internal sealed class NativeSymbols(ImageCatalog images) : ISymbolSource
{
    private readonly Dictionary<ElfSymbol, FunctionSymbol> _functions = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<string, FunctionSymbol> _places = [];
    private readonly Dictionary<string, FunctionSymbol> _imported = [];
    private readonly ImportedNames _imports = new(images);
    private readonly PerfMap _perfMap = new();
    private int _generation;

    public LocationSymbol Resolve(CodeAddress address)
    {
        ElfImage? image = images.Find(address.Value);
        ForgetUnloaded();
        FunctionSymbol function = image?.Symbols.Find(address.Value) is { Name.Length: > 0 } symbol
            ? Function(symbol)
            : image is not null && _imports.NameOf(image, address.Value) is { } name ? Imported(name)
            : image is null && _perfMap.Find(address.Value) is { } compiled ? Imported(compiled)
            : Place(image is null ? images.FindRegion(address.Value)?.Path : image.Path);
        return new LocationSymbol(function, 0, IsTransient: image is null);
    }

    // A program that loads and unloads libraries all day must not make this grow all day.
    private void ForgetUnloaded()
    {
        if (_generation != images.Generation)
        {
            _generation = images.Generation;
            _functions.Clear();
        }
    }

    private FunctionSymbol Function(ElfSymbol symbol)
    {
        if (!_functions.TryGetValue(symbol, out FunctionSymbol? function))
        {
            string name = NativeName.Readable(symbol.Name);
            function = new FunctionSymbol(name, name == symbol.Name ? "" : symbol.Name);
            _functions.Add(symbol, function);
        }

        return function;
    }

    private FunctionSymbol Imported(string name)
    {
        if (!_imported.TryGetValue(name, out FunctionSymbol? function))
        {
            function = new FunctionSymbol(name, "");
            _imported.Add(name, function);
        }

        return function;
    }

    private FunctionSymbol Place(string? path)
    {
        string name = ImageName.Of(path);
        if (!_places.TryGetValue(name, out FunctionSymbol? function))
        {
            function = new FunctionSymbol(name, "") { IsWholeImage = true };
            _places.Add(name, function);
        }

        return function;
    }
}
