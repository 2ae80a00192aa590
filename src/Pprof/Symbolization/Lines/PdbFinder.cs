using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using Pprof.Images;

namespace Pprof.Symbolization.Lines;

/// <summary>
/// Finds the PDB that was made with an assembly: inside it, beside it, or where the compiler put it. One of another build would tell
/// wrong lines, so the assembly must be the one that was loaded and the PDB must carry the id in its debug directory.
/// </summary>
internal static class PdbFinder
{
    // Larger than the PDB of any assembly seen; a copy of it is held while profiling.
    private const long MostBytes = 128 << 20;

    /// <summary>Null when there is none that fits. Never throws: files may be missing, unreadable, or damaged.</summary>
    /// <param name="modulePath">The assembly's file, as <see cref="ModuleFile.PathOf"/> tells it.</param>
    /// <param name="moduleId">Its module version id as loaded; null accepts any.</param>
    public static PortablePdb? Find(string modulePath, Guid? moduleId)
    {
        try
        {
            using Stream? file = ModuleFile.TryOpen(modulePath);
            using PEReader? image = file is null ? null : new PEReader(file);
            return image is not null && IsLoadedOne(image, moduleId) ? FindIn(image, modulePath) : null;
        }
        catch (Exception)
        {
            // What a damaged file makes the readers throw, they do not say: an overflow has been seen.
            return null;
        }
    }

    private static bool IsLoadedOne(PEReader image, Guid? moduleId)
    {
        if (moduleId is null)
        {
            return true;
        }

        MetadataReader metadata = image.GetMetadataReader();
        return metadata.GetGuid(metadata.GetModuleDefinition().Mvid) == moduleId;
    }

    private static PortablePdb? FindIn(PEReader image, string modulePath)
    {
        DebugDirectoryEntry codeView = default;
        foreach (DebugDirectoryEntry entry in image.ReadDebugDirectory())
        {
            if (entry.Type == DebugDirectoryEntryType.EmbeddedPortablePdb)
            {
                return new PortablePdb(image.ReadEmbeddedPortablePdbDebugDirectoryData(entry));
            }

            codeView = entry is { Type: DebugDirectoryEntryType.CodeView, IsPortableCodeView: true } ? entry : codeView;
        }

        return codeView.DataSize == 0 ? null : FindFile(image, codeView, modulePath);
    }

    private static PortablePdb? FindFile(PEReader image, DebugDirectoryEntry entry, string modulePath)
    {
        CodeViewDebugDirectoryData data = image.ReadCodeViewDebugDirectoryData(entry);
        BlobContentId id = new(data.Guid, entry.Stamp);
        foreach (string path in Candidates(modulePath, data.Path))
        {
            if (Open(path, id) is { } pdb)
            {
                return pdb;
            }
        }

        return null;
    }

    private static IEnumerable<string> Candidates(string modulePath, string recordedPath)
    {
        yield return Path.ChangeExtension(modulePath, ".pdb");
        string recordedName = recordedPath[(recordedPath.LastIndexOfAny(['/', '\\']) + 1)..];
        yield return Path.Combine(Path.GetDirectoryName(modulePath) ?? "", recordedName);
        yield return recordedPath;
    }

    private static PortablePdb? Open(string path, BlobContentId id)
    {
        using Stream? file = ModuleFile.TryOpenCopying(path);
        return file is null || file.Length > MostBytes ? null : Open(file, id);
    }

    private static PortablePdb? Open(Stream file, BlobContentId id)
    {
        try
        {
            PortablePdb pdb = new(MetadataReaderProvider.FromPortablePdbStream(file, MetadataStreamOptions.PrefetchMetadata));
            if (pdb.Id == id)
            {
                return pdb;
            }

            pdb.Dispose();
            return null;
        }
        catch (Exception)
        {
            return null;
        }
    }
}
