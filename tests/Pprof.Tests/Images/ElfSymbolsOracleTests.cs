using System.Globalization;
using System.Text.RegularExpressions;
using Pprof.Images;
using Pprof.TestSupport;
using Pprof.Tests.Unwinding.Native;
using Xunit;

namespace Pprof.Tests.Images;

/// <summary>Symbols and build ids of mapped images against what binutils read in the files.</summary>
public sealed partial class ElfSymbolsOracleTests
{
    [Theory]
    [InlineData("/libc.so.6", 1_000)]
    [InlineData("/libm.so.6", 300)]
    [InlineData("/ld-linux-x86-64.so.2", 10)]
    [InlineData("/libcoreclr.so", 5)]
    [InlineData("/libSystem.Native.so", 100)]
    public void Every_sized_dynamic_symbol_is_found_at_its_first_and_last_byte(string library, int atLeast)
    {
        ElfImage image = LoadedImage.Find(library);
        ILookup<(ulong Start, ulong Size), string> expected = ReadSymbols("--dyn-syms", image.Path);

        Assert.True(expected.Count >= atLeast, $"{expected.Count} symbols");
        Assert.Superset(expected.Select(group => group.Key).ToHashSet(), image.Symbols.All().Select(s => (s.Start, s.Size)).ToHashSet());
        Assert.All(expected, group => AssertFound(image, group));
    }

    [Fact]
    public void Static_functions_are_found_while_the_file_has_them_and_only_then()
    {
        const string Source = "static __attribute__((noinline, used)) int hidden(int n) { return n * 3; } int shown(int n) { return hidden(n) + 1; }";
        using CompiledLibrary whole = new(Source);
        using CompiledLibrary stripped = new(Source, "-s");

        Assert.Superset(new HashSet<string> { "hidden", "shown" }, Names(whole.Path));
        Assert.DoesNotContain("hidden", Names(stripped.Path));
        Assert.Contains("shown", Names(stripped.Path));
    }

    [Fact]
    public void File_that_was_replaced_by_another_is_not_believed()
    {
        using CompiledLibrary library = new("static __attribute__((used)) int before(int n) { return n * 3; } int shown(void) { return 1; }");
        using CompiledLibrary other = new("static __attribute__((used)) int after(int n) { return n * 4; } int shown(void) { return 2; } int more(void) { return 3; }");
        System.Runtime.InteropServices.NativeLibrary.Load(library.Path);
        ElfImage image = LoadedImage.Find(library.Path);
        File.Delete(library.Path);
        File.Copy(other.Path, library.Path);

        HashSet<string> names = image.Symbols.All().Select(symbol => symbol.Name).ToHashSet();

        Assert.Contains("shown", names);
        Assert.DoesNotContain("after", names);
        Assert.DoesNotContain("more", names);
    }

    [Theory]
    [InlineData("/libc.so.6")]
    [InlineData("/libm.so.6")]
    [InlineData("/libcoreclr.so")]
    [InlineData("/libclrjit.so")]
    public void Build_id_is_what_binutils_read(string library)
    {
        ElfImage image = LoadedImage.Find(library);
        ExternalTool.Require("readelf", "apt-get install binutils");

        Assert.Contains($"Build ID: {image.BuildId}\n", ExternalTool.Run("readelf", "--notes", "--wide", image.Path).Output, StringComparison.Ordinal);
        Assert.Equal(40, image.BuildId.Length);
    }

    private static HashSet<string> Names(string path)
    {
        System.Runtime.InteropServices.NativeLibrary.Load(path);
        return LoadedImage.Find(path).Symbols.All().Select(symbol => symbol.Name).ToHashSet();
    }

    // Another symbol may lie inside this one; then that one is the answer, and its extent holds the address, too.
    private static void AssertFound(ElfImage image, IGrouping<(ulong Start, ulong Size), string> symbol)
    {
        foreach (ulong address in new[] { symbol.Key.Start, symbol.Key.Start + symbol.Key.Size - 1 })
        {
            ElfSymbol? found = image.Symbols.Find(image.Bias + address);
            Assert.True(found is not null && address - found.Start < found.Size, $"{address:x} {string.Join(' ', symbol)}");
            Assert.True((found.Start, found.Size) != symbol.Key || symbol.Contains(found.Name), $"{found.Name} {string.Join(' ', symbol)}");
        }
    }

    private static ILookup<(ulong Start, ulong Size), string> ReadSymbols(string table, string path)
    {
        ExternalTool.Require("readelf", "apt-get install binutils");
        string text = ExternalTool.Run("readelf", table, "--wide", path).Output;
        return SymbolLine().Matches(text)
            .Select(line => (Start: Number(line, 1, 16), Size: Number(line, 2, line.Groups[2].Value.StartsWith("0x", StringComparison.Ordinal) ? 16 : 10), Name: line.Groups[3].Value))
            .Where(symbol => symbol is { Start: > 0, Size: > 0 })
            .ToLookup(symbol => (symbol.Start, symbol.Size), symbol => symbol.Name.Split('@')[0]);
    }

    private static ulong Number(Match line, int group, int radix) => ulong.Parse(
        line.Groups[group].Value.Replace("0x", "", StringComparison.Ordinal),
        radix == 16 ? NumberStyles.HexNumber : NumberStyles.None,
        CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^ *\d+: ([0-9a-f]+) +(0x[0-9a-f]+|\d+) (?:FUNC|IFUNC|NOTYPE) +(?:GLOBAL|WEAK|LOCAL) +\S+ +(?:\d+) (\S+)", RegexOptions.Multiline)]
    private static partial Regex SymbolLine();
}
