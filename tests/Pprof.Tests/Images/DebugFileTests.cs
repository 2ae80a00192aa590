using System.Runtime.InteropServices;
using Pprof.Images;
using Pprof.TestSupport;
using Pprof.Tests.Unwinding.Native;
using Xunit;

namespace Pprof.Tests.Images;

/// <summary>Symbols that lie apart from a stripped library, put there by binutils.</summary>
public sealed class DebugFileTests
{
    private const string Source = "static __attribute__((noinline, used)) int hidden(int n) { return n * 3; } int shown(int n) { return hidden(n) + 1; }";

    [Theory]
    [InlineData("libpprofcode.so.debug", true)]
    [InlineData(".debug/libpprofcode.so.debug", true)]
    [InlineData("libpprofcode.so.dbg", false)]
    public void File_beside_the_library_names_its_static_functions(string place, bool isLinked)
    {
        using CompiledLibrary library = new(Source, "-Wl,--build-id");
        Strip(library.Path, Beside(library.Path, place), isLinked);

        Assert.Contains("hidden", NamesOf(library.Path));
    }

    [Fact]
    public void File_in_the_cache_of_debuginfod_is_found_by_build_id()
    {
        using CompiledLibrary library = new(Source, "-Wl,--build-id");
        using TemporaryFolder cache = new();
        using ElfFile? file = ElfFile.TryOpen(library.Path);
        Strip(library.Path, cache.PathOf(Path.Combine(file!.BuildId, "debuginfo")), isLinked: false);
        string? before = Environment.GetEnvironmentVariable("DEBUGINFOD_CACHE_PATH");
        Environment.SetEnvironmentVariable("DEBUGINFOD_CACHE_PATH", cache.PathOf(""));
        try
        {
            Assert.Contains("hidden", NamesOf(library.Path));
        }
        finally
        {
            Environment.SetEnvironmentVariable("DEBUGINFOD_CACHE_PATH", before);
        }
    }

    [Fact]
    public void File_of_another_build_is_not_believed()
    {
        using CompiledLibrary library = new(Source, "-Wl,--build-id");
        using CompiledLibrary other = new(Source.Replace("3", "5"), "-Wl,--build-id");
        Strip(library.Path, Beside(library.Path, "libpprofcode.so.debug"), isLinked: true);
        File.Delete(Beside(library.Path, "libpprofcode.so.debug"));
        Strip(other.Path, Beside(library.Path, "libpprofcode.so.debug"), isLinked: false);

        Assert.DoesNotContain("hidden", NamesOf(library.Path));
    }

    private static string Beside(string library, string place) => Path.Combine(Path.GetDirectoryName(library)!, place);

    private static void Strip(string library, string debugFile, bool isLinked)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(debugFile)!);
        Run("--only-keep-debug", library, debugFile);
        Run("--strip-all", library);
        if (isLinked)
        {
            Run($"--add-gnu-debuglink={debugFile}", library);
        }
    }

    private static void Run(params string[] arguments)
    {
        ExternalTool.Require("objcopy", "apt-get install binutils");
        ToolResult result = ExternalTool.Run("objcopy", arguments);
        Assert.True(result.ExitCode == 0, result.Error);
    }

    private static HashSet<string> NamesOf(string library)
    {
        NativeLibrary.Load(library);
        return [.. LoadedImage.Find(library).Symbols.All().Select(symbol => symbol.Name)];
    }
}
