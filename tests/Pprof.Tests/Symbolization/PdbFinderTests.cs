using System.Reflection.Metadata;
using Pprof.Symbolization.Lines;
using Xunit;

namespace Pprof.Tests.Symbolization;

/// <summary>Which PDB is believed.</summary>
public sealed class PdbFinderTests : IDisposable
{
    private static readonly string s_module = typeof(PdbFinderTests).Assembly.Location;
    private static readonly Guid s_id = typeof(PdbFinderTests).Module.ModuleVersionId;
    private static readonly int s_token = typeof(PdbFinderTests).GetMethod(nameof(Pdb_beside_its_assembly_is_found))!.MetadataToken;
    private const int MethodTable = 0x06000000;
    private const int MostMethods = 200;

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

    // The sum of place and length of its first stream is more than 31 bits: the reader of the class library overflows.
    [Fact]
    public void Pdb_whose_sizes_overflow_gives_no_lines_and_no_exception()
    {
        string module = CopyModule();
        byte[] pdb = File.ReadAllBytes(Path.ChangeExtension(s_module, ".pdb"));
        int name = pdb.AsSpan().IndexOf("#Pdb\0\0\0\0"u8);
        BitConverter.TryWriteBytes(pdb.AsSpan(name - 8), int.MaxValue);
        File.WriteAllBytes(Path.ChangeExtension(module, ".pdb"), pdb);

        Assert.Null(Record.Exception(() => PdbFinder.Find(module, s_id)?.Dispose()));
    }

    // Bytes of its head and of its tables, one after the other; what is read of it is a line or nothing.
    [Fact]
    public void Pdb_with_any_byte_damaged_never_throws()
    {
        byte[] good = File.ReadAllBytes(Path.ChangeExtension(typeof(Pprof.TestSupport.ExternalTool).Assembly.Location, ".pdb"));
        Random random = new(1);
        for (int i = 0; i < 400; i++)
        {
            byte[] bad = [.. good];
            bad[i < 200 ? i : random.Next(bad.Length)] ^= (byte)(1 << random.Next(8));
            Assert.Null(Record.Exception(() => ReadAll(bad)));
        }
    }

    [Fact]
    public async Task Pipe_in_place_of_a_pdb_does_not_hang()
    {
        string module = CopyModule();
        Images.RegularFileTests.MakePipe(Path.ChangeExtension(module, ".pdb"));
        CancellationToken cancel = TestContext.Current.CancellationToken;
        await Task.Run(() => PdbFinder.Find(module, s_id)?.Dispose(), cancel).WaitAsync(TimeSpan.FromSeconds(60), cancel);
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

    // What is not the start of a PDB at all is the finder's to refuse.
    private static void ReadAll(byte[] bytes)
    {
        PortablePdb? pdb = null;
        try
        {
            pdb = new PortablePdb(MetadataReaderProvider.FromPortablePdbImage([.. bytes]));
        }
        catch (Exception)
        {
            return;
        }

        for (int row = 1; row <= MostMethods; row++)
        {
            pdb.Find(MethodTable | row);
            pdb.FindAwaits(MethodTable | row);
        }

        pdb.Dispose();
    }

    private string CopyModule()
    {
        string copy = Path.Combine(_folder, Path.GetFileName(s_module));
        File.Copy(s_module, copy, overwrite: true);
        return copy;
    }
}
