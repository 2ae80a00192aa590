using Pprof.Images;
using Pprof.Runtime;
using Pprof.Unwinding;

namespace Pprof.Symbolization.Native;

/// <summary>
/// The mappings that a profile's locations refer to. Number 1 is always the program's own executable, because the pprof
/// tool takes the first one for the main binary; the others appear when a location asks. A managed function's mapping is its
/// assembly, named by whose code it is: <c>framework/System.Net.Http.dll</c>. It has no range, since one assembly's methods lie
/// in its file and wherever they were compiled to. What is left (stubs, code made at run time, markers) shares one entry, so
/// that every location has a mapping. One thread at a time; one table a profile.
/// </summary>
internal sealed class MappingTable
{
    /// <summary>What stands for code in no file and of no assembly.</summary>
    public const string JitName = "[jit]";

    private readonly ImageCatalog _images;
    private readonly List<CodeMapping> _mappings = [];
    private readonly Dictionary<RegionKey, CodeMapping> _byRegion = [];
    private readonly Dictionary<CodeModule, CodeMapping> _byModule = [];
    private CodeMapping? _jit;

    public MappingTable(ImageCatalog images)
    {
        _images = images;
        AddProgram(Environment.ProcessPath);
    }

    /// <summary>In the order of their ids.</summary>
    public IReadOnlyList<CodeMapping> Mappings => _mappings;

    /// <summary>Id of the mapping of an address and the function there.</summary>
    public ulong IdOf(CodeAddress address, FunctionSymbol? function) =>
        function is { Module.Origin: not CodeOrigin.None } ? Of(function.Module).Id : Find(address).Id;

    /// <summary>The mapping that holds an address; the one without a range for code that is in no file.</summary>
    public CodeMapping Find(CodeAddress address)
    {
        MappedRegion? region = address.Place != 0 ? _images.FindRegion(address.Place) : null;
        return region is not null && IsShown(region) ? Of(region) : _jit ??= Add(0, 0, 0, JitName, "");
    }

    private static bool IsShown(MappedRegion region) => region.IsExecutable && (region.IsFile || region.Path.StartsWith('['));

    private void AddProgram(string? path)
    {
        MappedRegion? program = _images.Map.Regions.FirstOrDefault(region => region.IsExecutable && region.IsFile && region.Path == path);
        if (program is not null)
        {
            Of(program);
        }
    }

    private CodeMapping Of(CodeModule module)
    {
        if (!_byModule.TryGetValue(module, out CodeMapping? mapping))
        {
            _byModule.Add(module, mapping = Add(0, 0, 0, module.MappingName, ""));
        }

        return mapping;
    }

    private CodeMapping Of(MappedRegion region)
    {
        if (!_byRegion.TryGetValue(new(region.Start, region.Path), out CodeMapping? mapping))
        {
            string buildId = _images.Find(region.Start)?.BuildId ?? "";
            mapping = Add(region.Start, region.End, region.Offset, region.Path, buildId);
            _byRegion.Add(new(region.Start, region.Path), mapping);
        }

        return mapping;
    }

    private CodeMapping Add(ulong start, ulong limit, ulong offset, string fileName, string buildId)
    {
        CodeMapping mapping = new((ulong)_mappings.Count + 1, start, limit, offset, fileName, buildId);
        _mappings.Add(mapping);
        return mapping;
    }

    private sealed record RegionKey(ulong Start, string Path);
}
