using Pprof.Symbolization.Lines;
using Xunit;

namespace Pprof.Tests.Symbolization;

/// <summary>Which PDB is believed.</summary>
public sealed class PdbFinderTests : IDisposable
{
    private static readonly string s_module = typeof(PdbFinderTests).Assembly.Location;
    private static readonly Guid s_id = typeof(PdbFinderTests).Module.ModuleVersionId;
    private static readonly int s_token = typeof(PdbFinderTests).GetMethod(nameof(Pdb_beside_its_assembly_is_found))!.MetadataToken;
    private readonly string _folder = Directory.CreateTempSubdirectory("pprof-pdb-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Pdb_beside_its_assembly_is_found()
    {
        using PortablePdb? pdb = PdbFinder.Find(s_module, s_id);

        Assert.EndsWith("PdbFinderTests.cs", pdb!.Find(s_token)!.FileName);
    }

    [Fact]
    public void Pdb_inside_its_assembly_is_found()
    {
        using PortablePdb? pdb = PdbFinder.Find(typeof(PdbFinder).Assembly.Location, typeof(PdbFinder).Module.ModuleVersionId);

        Assert.NotNull(pdb);
    }

    [Fact]
    public void Assembly_written_over_since_it_was_loaded_is_not_believed() => Assert.Null(PdbFinder.Find(s_module, Guid.NewGuid()));

    [Fact]
    public void Pdb_of_another_build_is_not_believed()
    {
        string module = CopyModule();
        byte[] pdb = File.ReadAllBytes(Path.ChangeExtension(s_module, ".pdb"));
        int id = pdb.AsSpan().IndexOf("#Pdb\0\0\0\0"u8);
        pdb[BitConverter.ToInt32(pdb, id - 8)] ^= 1;
        File.WriteAllBytes(Path.ChangeExtension(module, ".pdb"), pdb);

        using PortablePdb? found = PdbFinder.Find(module, s_id);

        Assert.True(found is null || File.Exists(RecordedPath()), "a PDB with another id was taken");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(10)]
    [InlineData(1000)]
    public void Damaged_files_give_no_lines_and_no_exception(int length)
    {
        string module = CopyModule();
        File.WriteAllBytes(Path.ChangeExtension(module, ".pdb"), File.ReadAllBytes(Path.ChangeExtension(s_module, ".pdb"))[..length]);
        PdbFinder.Find(module, s_id)?.Dispose();
        File.WriteAllBytes(module, File.ReadAllBytes(s_module)[..length]);

        Assert.Null(PdbFinder.Find(module, s_id));
    }

    [Theory]
    [InlineData("")]
    [InlineData("/no/such/file.dll")]
    [InlineData("/proc/self/mem")]
    [InlineData("bad\0path")]
    public void Path_that_is_no_assembly_gives_none(string path) => Assert.Null(PdbFinder.Find(path, null));

    [Fact]
    public void Token_of_no_method_has_no_lines()
    {
        using PortablePdb? pdb = PdbFinder.Find(s_module, s_id);

        Assert.All([0, -1, 0x06000000, 0x06ffffff, 0x02000001, int.MaxValue], token => Assert.Null(pdb!.Find(token)));
    }

    private static string RecordedPath()
    {
        using System.Reflection.PortableExecutable.PEReader image = new(File.OpenRead(s_module));
        return image.ReadCodeViewDebugDirectoryData(image.ReadDebugDirectory()
            .First(entry => entry.Type == System.Reflection.PortableExecutable.DebugDirectoryEntryType.CodeView)).Path;
    }

    private string CopyModule()
    {
        string copy = Path.Combine(_folder, Path.GetFileName(s_module));
        File.Copy(s_module, copy, overwrite: true);
        return copy;
    }
}
