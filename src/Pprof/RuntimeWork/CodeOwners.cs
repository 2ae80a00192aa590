using Pprof.Images;
using Pprof.Runtime;

namespace Pprof.RuntimeWork;

/// <summary>Tells whose an address is. In a single-file program compiler and collector are part of the runtime's image. Owner of the parts.</summary>
internal sealed class CodeOwners(ImageCatalog images)
{
    private readonly ulong _marker = RuntimeLibrary.FindExport(ContractDescriptor.ExportName);
    private readonly Dictionary<ElfImage, int> _known = [];
    private int _generation;

    /// <summary>Null where the runtime does not say where it is.</summary>
    public ElfImage? Runtime => _marker == 0 ? null : images.Find(_marker);

    public CodeOwner Of(ulong address)
    {
        if (images.Find(address) is not { } image)
        {
            // Nobody runs in a file that is no image; and where the map is some seconds old, in memory set aside for stubs.
            return images.FindRegion(address) is null or { IsFile: false, Path: not ['[', ..] } ? CodeOwner.Stub : CodeOwner.Other;
        }

        if (_generation != images.Generation)
        {
            _generation = images.Generation;
            _known.Clear();
        }

        if (!_known.TryGetValue(image, out int owner))
        {
            _known[image] = owner = (int)OwnerOf(image);
        }

        return (CodeOwner)owner;
    }

    private CodeOwner OwnerOf(ElfImage image) => Path.GetFileName(image.Path) switch
    {
        _ when _marker != 0 && image.Contains(_marker) => CodeOwner.Runtime,
        "libclrjit.so" => CodeOwner.Compiler,
        "libclrgc.so" or "libclrgcexp.so" => CodeOwner.Collector,
        _ => CodeOwner.Other,
    };
}
