using System.IO.Compression;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text;

namespace Pprof.Reporting;

/// <summary>
/// Sources inside portable PDBs, as <c>EmbedAllSources</c> puts them there (Portable PDB v1.0, "Embedded Source": a 32-bit length, 0 for plain
/// text, else the length after inflation, and the bytes). The PDB may be in the assembly or beside it. Never throws; opened at the first question.
/// </summary>
internal sealed class EmbeddedSources
{
    private const int MostBytes = 4 << 20;
    private const long MostPdbBytes = 128 << 20;

    private static readonly Guid s_embeddedSource = new("0E8A571B-6926-466E-B4AD-8AB04611F5FE");

    private readonly Dictionary<string, Func<string?>> _texts = [];

    // Readers point into memory that these hold.
    private readonly List<MetadataReaderProvider> _providers = [];

    public EmbeddedSources(IEnumerable<string> assemblies)
    {
        foreach (string assembly in assemblies)
        {
            try
            {
                AddAssembly(assembly);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or BadImageFormatException or InvalidDataException
                or InvalidOperationException or ArgumentException or NotSupportedException)
            {
                // Damaged or not readable: it has no sources for us.
            }
        }
    }

    public string? Find(string recorded) => _texts.TryGetValue(recorded, out Func<string?>? text) ? text() : null;

    private void AddAssembly(string path)
    {
        if (new FileInfo(path) is not { Exists: true, Length: > 0 and < MostPdbBytes })
        {
            return;
        }

        using PEReader image = new(new MemoryStream(File.ReadAllBytes(path)));
        DebugDirectoryEntry embedded = image.ReadDebugDirectory().FirstOrDefault(entry => entry.Type == DebugDirectoryEntryType.EmbeddedPortablePdb);
        if (embedded.DataSize > 0)
        {
            Add(image.ReadEmbeddedPortablePdbDebugDirectoryData(embedded));
        }
        else if (new FileInfo(Path.ChangeExtension(path, ".pdb")) is { Exists: true, Length: > 0 and < MostPdbBytes } beside)
        {
            Add(MetadataReaderProvider.FromPortablePdbStream(new MemoryStream(File.ReadAllBytes(beside.FullName))));
        }
    }

    private void Add(MetadataReaderProvider provider)
    {
        _providers.Add(provider);
        MetadataReader reader = provider.GetMetadataReader();
        foreach (CustomDebugInformationHandle handle in reader.CustomDebugInformation)
        {
            CustomDebugInformation information = reader.GetCustomDebugInformation(handle);
            if (information.Parent.Kind == HandleKind.Document && reader.GetGuid(information.Kind) == s_embeddedSource)
            {
                Document document = reader.GetDocument((DocumentHandle)information.Parent);
                _texts.TryAdd(reader.GetString(document.Name), () => Text(reader.GetBlobBytes(information.Value)));
            }
        }
    }

    private static string? Text(byte[] blob)
    {
        try
        {
            int length = BitConverter.ToInt32(blob);
            return length == 0 ? Encoding.UTF8.GetString(blob, 4, blob.Length - 4) : length is > 0 and <= MostBytes ? Inflate(blob, length) : null;
        }
        catch (Exception e) when (e is InvalidDataException or ArgumentException)
        {
            return null;
        }
    }

    private static string Inflate(byte[] blob, int length)
    {
        using DeflateStream inflated = new(new MemoryStream(blob, 4, blob.Length - 4), CompressionMode.Decompress);
        byte[] text = new byte[length];
        int read = inflated.ReadAtLeast(text, length, throwOnEndOfStream: false);
        return Encoding.UTF8.GetString(text, 0, read);
    }
}
