using System.Runtime.InteropServices;
using Pprof.Images;
using Pprof.Runtime;
using Pprof.Symbolization;
using Pprof.Symbolization.Native;
using Pprof.Unwinding;
using Xunit;

namespace Pprof.Tests.Symbolization.Native;

public sealed class MappingTableTests
{
    private readonly ImageCatalog _images = new();

    [Fact]
    public void First_mapping_is_the_program_itself_asked_for_or_not()
    {
        CodeMapping first = new MappingTable(_images).Mappings[0];

        Assert.Equal((1UL, Environment.ProcessPath), (first.Id, first.FileName));
        Assert.NotEqual("", first.BuildId);
    }

    [Fact]
    public void Library_code_has_the_range_offset_and_build_id_of_its_mapping()
    {
        ulong address = (ulong)NativeLibrary.GetExport(NativeLibrary.Load("libc.so.6"), "qsort");
        MappedRegion region = _images.FindRegion(address)!;

        CodeMapping mapping = new MappingTable(_images).Find(CodeAddress.Native(address));

        Assert.Equal((region.Start, region.End, region.Offset, region.Path), (mapping.Start, mapping.Limit, mapping.Offset, mapping.FileName));
        Assert.Equal(_images.Find(address)!.BuildId, mapping.BuildId);
    }

    [Fact]
    public unsafe void Code_in_no_file_shares_one_mapping_without_a_range()
    {
        MappingTable table = new(_images);
        MappedRegion anonymous = _images.Map.Regions.First(region => region.IsExecutable && !region.IsFile && !region.Path.StartsWith('['));

        CodeMapping jitted = table.Find(CodeAddress.Managed(anonymous.Start));

        Assert.Equal(("[jit]", 0UL, 0UL), (jitted.FileName, jitted.Start, jitted.Limit));
        Assert.Same(jitted, table.Find(CodeAddress.Native(0x10)));
        Assert.Same(jitted, table.Find(CodeAddress.Marker(StackMarker.Truncated)));
        Assert.Same(jitted, table.Find(CodeAddress.Method(_images.Map.Regions[0].Start)));
    }

    [Fact]
    public void Precompiled_managed_code_has_the_mapping_of_its_assembly()
    {
        MappedRegion region = _images.Map.Regions.First(r => r.IsExecutable && r.Path.EndsWith("/System.Private.CoreLib.dll", StringComparison.Ordinal));

        CodeMapping mapping = new MappingTable(_images).Find(CodeAddress.Managed(region.Start + 16));

        Assert.Equal(region.Path, mapping.FileName);
    }

    [Fact]
    public void Managed_function_has_the_mapping_of_its_assembly_wherever_its_code_lies()
    {
        MappedRegion region = _images.Map.Regions.First(r => r.IsExecutable && r.Path.EndsWith("/System.Private.CoreLib.dll", StringComparison.Ordinal));
        FunctionSymbol function = new("Thread.Sleep", "System.Threading.Thread.Sleep") { Module = CodeModule.Of(typeof(Thread).Assembly) };
        MappingTable table = new(_images);

        ulong compiledBefore = table.IdOf(CodeAddress.Managed(region.Start + 16), function);
        ulong compiledNow = table.IdOf(CodeAddress.Managed(0x10), function);

        Assert.Equal(compiledBefore, compiledNow);
        Assert.Equal("framework/System.Private.CoreLib.dll", table.Mappings[(int)compiledNow - 1].FileName);
        Assert.Equal("[jit]", table.Mappings[(int)table.IdOf(CodeAddress.Managed(0x10), null) - 1].FileName);
    }

    [Fact]
    public void Ids_count_from_one_without_gaps()
    {
        MappingTable table = new(_images);
        foreach (MappedRegion region in _images.Map.Regions.Where(region => region.IsExecutable))
        {
            table.Find(CodeAddress.Native(region.Start));
            table.Find(CodeAddress.Native(region.Start));
        }

        Assert.Equal(Enumerable.Range(1, table.Mappings.Count).Select(id => (ulong)id), table.Mappings.Select(mapping => mapping.Id));
    }
}
