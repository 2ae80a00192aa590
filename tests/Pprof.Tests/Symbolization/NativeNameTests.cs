using System.Text.RegularExpressions;
using Pprof.Images;
using Pprof.Symbolization.Naming;
using Pprof.TestSupport;
using Pprof.Tests.Unwinding.Native;
using Xunit;

namespace Pprof.Tests.Symbolization;

public sealed partial class NativeNameTests
{
    [Theory]
    [InlineData("_ZN4shop4Cart5totalEi", "shop::Cart::total(int)")]
    [InlineData("_ZN3WKS7gc_heap10mark_phaseEi", "WKS::gc_heap::mark_phase(int)")]
    [InlineData("_ZN4shop4Cart", "_ZN4shop4Cart")]
    [InlineData("qsort", "qsort")]
    [InlineData("_Z", "_Z")]
    [InlineData("", "")]
    public void Name_is_that_of_the_source_where_it_is_one(string name, string readable) => Assert.Equal(readable, NativeName.Readable(name));

    [Fact]
    public void Names_of_the_C_plus_plus_library_read_as_binutils_reads_them()
    {
        ExternalTool.Require("c++filt", "apt-get install binutils");
        string library = MemoryMap.Read().Regions.First(region => region.Path.Contains("/libstdc++.so", StringComparison.Ordinal)).Path;
        string[] names = [.. LoadedImage.Find(library).Symbols.All().Select(symbol => symbol.Name)
            .Where(name => name.StartsWith("_Z", StringComparison.Ordinal) && !Abbreviations().IsMatch(name)).Take(500)];
        ToolResult expected = ExternalTool.Run("c++filt", names);

        Assert.Equal(500, names.Length);
        Assert.Equal(expected.Output.TrimEnd().Split('\n'), names.Select(NativeName.Readable));
    }

    // std::string and its like, which binutils writes out.
    [GeneratedRegex("S[absiod]")]
    private static partial Regex Abbreviations();
}
