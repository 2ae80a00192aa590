using Pprof.Images;

namespace Pprof.Tests.Unwinding.Native;

/// <summary>Images of the test process.</summary>
internal static class LoadedImage
{
    /// <param name="ending">Of the path.</param>
    public static ElfImage Find(string ending)
    {
        ImageCatalog images = new();
        MappedRegion code = images.Map.Regions.First(region => region.IsExecutable && region.Path.EndsWith(ending, StringComparison.Ordinal));
        return images.Find(code.Start)!;
    }
}
