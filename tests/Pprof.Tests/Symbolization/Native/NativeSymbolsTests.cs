using System.Runtime.InteropServices;
using Pprof.Images;
using Pprof.Symbolization;
using Pprof.Symbolization.Native;
using Pprof.Unwinding;
using Xunit;

namespace Pprof.Tests.Symbolization.Native;

public sealed class NativeSymbolsTests
{
    private readonly ImageCatalog _images = new();

    [Theory]
    [InlineData("libc.so.6", "qsort")]
    [InlineData("libc.so.6", "write")]
    [InlineData("libm.so.6", "fmod")]
    [InlineData("libm.so.6", "pow")]
    public void Exported_function_has_its_name(string library, string function)
    {
        ulong address = (ulong)NativeLibrary.GetExport(NativeLibrary.Load(library), function);

        Assert.Equal(function, NameOf(address));
        Assert.Equal(function, NameOf(address + 1));
    }

    [Fact]
    public void Address_between_exported_functions_has_the_library_s_name_and_not_the_nearest_function_s()
    {
        ElfImage runtime = _images.Find(CodeOf("/libcoreclr.so").Start)!;
        ElfSymbol last = runtime.Symbols.All().MaxBy(symbol => symbol.Start)!;

        Assert.NotEqual("[libcoreclr.so]", NameOf(runtime.Bias + last.Start));
        Assert.Equal("[libcoreclr.so]", NameOf(runtime.Bias + last.Start + last.Size));
        Assert.InRange(runtime.Symbols.Count, 1, 1000);
    }

    [Fact]
    public void Functions_of_the_vdso_have_names()
    {
        ElfImage vdso = _images.Find(CodeOf("[vdso]").Start)!;

        Assert.Contains("__vdso_clock_gettime", vdso.Symbols.All().Select(symbol => NameOf(vdso.Bias + symbol.Start)));
        Assert.Equal("[vdso]", NameOf(vdso.Start));
    }

    [Fact]
    public void Code_in_no_file_is_a_stub()
    {
        MappedRegion anonymous = _images.Map.Regions.First(region => region.IsExecutable && !region.IsFile && !region.Path.StartsWith('['));

        Assert.Equal("[stub]", NameOf(anonymous.Start));
    }

    [Fact]
    public void Address_where_nothing_is_mapped_says_so_and_may_change_its_meaning()
    {
        LocationSymbol symbol = new NativeSymbols(_images).Resolve(CodeAddress.Native(0x10));

        Assert.Equal("[unmapped]", symbol.Function!.Name);
        Assert.True(symbol.IsTransient);
    }

    [Fact]
    public void Function_is_one_object_and_its_system_name_is_never_its_name()
    {
        NativeSymbols symbols = new(_images);
        ulong address = (ulong)NativeLibrary.GetExport(NativeLibrary.Load("libc.so.6"), "qsort");

        FunctionSymbol first = symbols.Resolve(CodeAddress.Native(address)).Function!;

        Assert.Same(first, symbols.Resolve(CodeAddress.Native(address + 4)).Function);
        Assert.Equal("", first.SystemName);
    }

    [Theory]
    [InlineData("/usr/lib/libfoo.so.1", "[libfoo.so.1]")]
    [InlineData("/app/My.Assembly.dll", "[My.Assembly.dll]")]
    [InlineData("[vdso]", "[vdso]")]
    [InlineData("/memfd:doublemapper", "[stub]")]
    [InlineData("", "[stub]")]
    [InlineData(null, "[unmapped]")]
    public void Place_without_symbols_is_named_by_its_mapping(string? path, string name) => Assert.Equal(name, ImageName.Of(path));

    private string NameOf(ulong address) => new NativeSymbols(_images).Resolve(CodeAddress.Native(address)).Function!.Name;

    private MappedRegion CodeOf(string ending) =>
        _images.Map.Regions.First(region => region.IsExecutable && region.Path.EndsWith(ending, StringComparison.Ordinal));
}
