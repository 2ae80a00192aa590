using Pprof.Images;
using Pprof.Unwinding;

namespace Pprof.Symbolization.Native;

/// <summary>
/// The mappings that a profile's locations refer to. Number 1 is always the program's own executable, because the pprof
/// tool takes the first one for the main binary; the others appear when a location asks. Code in no file (jitted, stubs,
/// markers) shares one entry without a range, so that every location has a mapping.
/// Drain thread; not synchronized; one table a profile.
/// </summary>
internal sealed class MappingTable
{
    /// <summary>What stands for all code that the runtime wrote into memory.</summary>
    public const string JitName = "[jit]";

    private readonly ImageCatalog _images;
    private readonly List<CodeMapping> _mappings = [];
    private readonly Dictionary<RegionKey, CodeMapping> _byRegion = [];
    private CodeMapping? _jit;

    public MappingTable(ImageCatalog images)
    {
        _images = images;
        AddProgram(Environment.ProcessPath);
    }

    /// <summary>In the order of their ids.</summary>
    public IReadOnlyList<CodeMapping> Mappings => _mappings;

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
