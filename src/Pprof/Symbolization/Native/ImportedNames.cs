using Pprof.Images;

namespace Pprof.Symbolization.Native;

/// <summary>
/// Names of functions by those who call them, for code that its own image does not name: the body of <c>memcpy</c> or <c>pow</c> that libc
/// or libm chose for this processor. All images are asked once, and again when one has been unmapped. Owner of the parts.
/// </summary>
internal sealed class ImportedNames(ImageCatalog images)
{
    private readonly Dictionary<ElfImage, FunctionStarts?> _starts = [];
    private Dictionary<ulong, string>? _names;
    private int _generation;

    /// <summary>Null when nobody is known to call the function around the address.</summary>
    public string? NameOf(ElfImage image, ulong address)
    {
        if (_names is null || _generation != images.Generation)
        {
            _generation = images.Generation;
            _starts.Clear();
            _names = ReadNames();
        }

        if (!_starts.TryGetValue(image, out FunctionStarts? starts))
        {
            _starts[image] = starts = FunctionStarts.TryRead(image);
        }

        return starts?.Find(address) is > 0 and ulong start && _names.TryGetValue(start, out string? name) && name.Length > 0 ? name : null;
    }

    private Dictionary<ulong, string> ReadNames()
    {
        Dictionary<ulong, string> names = [];
        HashSet<ElfImage> asked = [];
        foreach (MappedRegion region in images.Map.Regions.Where(region => region.IsExecutable && region.IsFile).ToList())
        {
            if (images.Find(region.Start) is { } image && asked.Add(image))
            {
                ElfImports.Add(image, names);
            }
        }

        return names;
    }
}
