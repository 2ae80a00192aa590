using System.IO.Compression;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Xml.Linq;
using Pprof.TestSupport;
using Pprof.Tests.Architecture;
using Xunit;

namespace Pprof.Tests.Package;

/// <summary>The library's package, made once for the tests that look into it: in <c>feed</c> of a folder of its own.</summary>
public sealed class PackedLibrary : IDisposable
{
    public PackedLibrary()
    {
        ExternalTool.Require("cc", "apt-get install gcc");
        Dotnet("pack", Repository.PathOf("src", "Pprof", "Pprof.csproj"), "-o", Folder.PathOf("feed"), "--artifacts-path", Folder.PathOf("made"), "-nodeReuse:false");
    }

    internal TemporaryFolder Folder { get; } = new();

    public void Dispose() => Folder.Dispose();

    internal static ToolResult Dotnet(params string[] arguments)
    {
        ToolResult result = DotnetSdk.Run(arguments);
        Assert.True(result.ExitCode == 0, $"dotnet {string.Join(' ', arguments)}\n{result.Output}{result.Error}");
        return result;
    }

    internal XDocument ReadDocumentation()
    {
        using MemoryStream content = Read("lib/net10.0/Pprof.xml");
        return XDocument.Load(content);
    }

    /// <summary>Of every source file that the embedded symbols name.</summary>
    internal string[] ReadSourcePaths()
    {
        using PEReader image = new(Read("lib/net10.0/Pprof.dll"));
        DebugDirectoryEntry entry = image.ReadDebugDirectory().Single(each => each.Type == DebugDirectoryEntryType.EmbeddedPortablePdb);
        using MetadataReaderProvider provider = image.ReadEmbeddedPortablePdbDebugDirectoryData(entry);
        MetadataReader symbols = provider.GetMetadataReader();
        return [.. symbols.Documents.Select(handle => symbols.GetString(symbols.GetDocument(handle).Name))];
    }

    private MemoryStream Read(string entry)
    {
        using ZipArchive package = ZipFile.OpenRead(Assert.Single(Directory.GetFiles(Folder.PathOf("feed"), "Pprof.*.nupkg")));
        using Stream content = package.GetEntry(entry)!.Open();
        MemoryStream copy = new();
        content.CopyTo(copy);
        copy.Position = 0;
        return copy;
    }
}
