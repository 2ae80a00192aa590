using System.IO.Compression;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text;

namespace Pprof.Reporting;

/// <summary>
/// Sources that the compiler put into portable PDBs (<c>EmbedAllSources</c>, and what generators made). Looked for in
/// the libraries of the profile, and
/// in the libraries and PDBs of the folders that were named.
/// </summary>
/// <remarks>
/// Layout: https://github.com/dotnet/runtime/blob/main/docs/design/specs/PortablePdb-Metadata.md, "Embedded Source".
/// </remarks>
internal sealed class ListedPdbs(IReadOnlyList<string> folders, IReadOnlyList<string> libraries)
{
    private const int MostFiles = 2000;
    private const int LargestSource = 64 << 20;
    private static readonly Guid s_embeddedSource = new("0E8A571B-6926-466E-B4AD-8AB04611F5FE");

    /// <summary>The text of the document of this path, or null.</summary>
    public string? Find(string file) =>
        Files().Select(path => Find(path, file)).FirstOrDefault(text => text is not null);

    private IEnumerable<string> Files()
    {
        IEnumerable<string> named = libraries.Where(IsCandidate);
        IEnumerable<string> found = folders.Where(Directory.Exists)
            .SelectMany(folder => Directory.EnumerateFiles(folder).Where(IsCandidate));
        return named.Concat(named.Select(path => Path.ChangeExtension(path, ".pdb"))).Concat(found).Distinct()
            .Take(MostFiles);
    }

    private static bool IsCandidate(string path) =>
        path.EndsWith(".dll", StringComparison.OrdinalIgnoreCase)
            || path.EndsWith(".exe", StringComparison.OrdinalIgnoreCase)
            || path.EndsWith(".pdb", StringComparison.OrdinalIgnoreCase);

    private static string? Find(string path, string file)
    {
        try
        {
            FileInfo info = new(path);
            if (!info.Exists || info.Length == 0)
            {
                return null;
            }

            using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            return path.EndsWith(".pdb", StringComparison.OrdinalIgnoreCase) ? FindInPdb(stream, file)
                : FindInLibrary(stream, file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or BadImageFormatException or InvalidOperationException or ArgumentException or OverflowException)
        {
            // A damaged library has no sources for us.
            return null;
        }
    }

    private static string? FindInLibrary(Stream stream, string file)
    {
        using PEReader library = new(stream);
        foreach (DebugDirectoryEntry entry in library.ReadDebugDirectory()
            .Where(entry => entry.Type == DebugDirectoryEntryType.EmbeddedPortablePdb))
        {
            using MetadataReaderProvider provider = library.ReadEmbeddedPortablePdbDebugDirectoryData(entry);
            return TextOf(provider.GetMetadataReader(), file);
        }

        return null;
    }

    private static string? FindInPdb(Stream stream, string file)
    {
        using MetadataReaderProvider provider = MetadataReaderProvider.FromPortablePdbStream(stream);
        return TextOf(provider.GetMetadataReader(), file);
    }

    private static string? TextOf(MetadataReader symbols, string file)
    {
        foreach (DocumentHandle handle in symbols.Documents)
        {
            string name = symbols.GetString(symbols.GetDocument(handle).Name);
            if (name == file || (file.Length > 0 && name.EndsWith("/" + file, StringComparison.Ordinal)))
            {
                return TextOf(symbols, handle);
            }
        }

        return null;
    }

    private static string? TextOf(MetadataReader symbols, DocumentHandle document)
    {
        foreach (CustomDebugInformationHandle handle in symbols.GetCustomDebugInformation(document))
        {
            CustomDebugInformation information = symbols.GetCustomDebugInformation(handle);
            if (symbols.GetGuid(information.Kind) == s_embeddedSource)
            {
                return Decode(symbols.GetBlobBytes(information.Value));
            }
        }

        return null;
    }

    /// <summary>Four bytes: 0 for plain text, else the size of what deflate makes of the rest.</summary>
    private static string? Decode(byte[] blob)
    {
        if (blob.Length < sizeof(int))
        {
            return null;
        }

        int size = BitConverter.ToInt32(blob, 0);
        if (size == 0)
        {
            return Encoding.UTF8.GetString(blob.AsSpan(sizeof(int)));
        }

        if (size is < 0 or > LargestSource)
        {
            return null;
        }

        byte[] text = new byte[size];
        using DeflateStream deflate = new(
            new MemoryStream(blob, sizeof(int), blob.Length - sizeof(int)), CompressionMode.Decompress);
        int read = deflate.ReadAtLeast(text, size, throwOnEndOfStream: false);
        using StreamReader reader = new(
            new MemoryStream(text, 0, read), Encoding.UTF8, detectEncodingFromByteOrderMarks: true);
        return reader.ReadToEnd();
    }
}
