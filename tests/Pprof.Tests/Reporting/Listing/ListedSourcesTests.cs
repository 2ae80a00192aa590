using Pprof.Format;
using Pprof.Reporting;
using Pprof.TestSupport;
using Xunit;

namespace Pprof.Tests.Reporting.Listing;

/// <summary>Sources are found where they are now, and only files are opened.</summary>
public sealed class ListedSourcesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("/build/agent/7/src/Shop/Cart.cs", "src/Shop/Cart.cs")]
    [InlineData("/build/agent/7/src/Shop/Cart.cs", "Cart.cs")]
    [InlineData(@"C:\build\Shop\Cart.cs", "Shop/Cart.cs")]
    [InlineData("Shop/Cart.cs", "Shop/Cart.cs")]
    public void File_is_found_below_a_named_folder_by_the_last_parts_of_its_old_path(string old, string now)
    {
        string path = _folder.PathOf(now);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, "one\r\ntwo\n");

        Assert.True(Finder().TryRead(old, out IReadOnlyList<string> lines, out _));
        Assert.Equal(["one", "two"], lines);
    }

    [Fact]
    public void File_that_is_nowhere_is_told_with_the_option_that_names_its_folder()
    {
        Assert.False(Finder().TryRead("/build/Cart.cs", out _, out string why));
        Assert.Contains("--source-path", why, StringComparison.Ordinal);
    }

    /// <summary>A pipe that nobody writes to would block for ever.</summary>
    [Fact]
    public void Pipe_of_that_name_is_not_opened()
    {
        string pipe = _folder.PathOf("Cart.cs");
        Assert.Equal(0, ExternalTool.Run("mkfifo", pipe).ExitCode);

        Assert.False(Finder().TryRead(pipe, out _, out _));
        Assert.False(Finder().TryRead("/dev/zero", out _, out _));
    }

    /// <summary>What a generator made is on no disk; the compiler puts it into the symbols.</summary>
    [Fact]
    public void Source_is_taken_from_the_symbols_of_a_library_of_the_profile()
    {
        ProfileData profile = new()
            { Mappings = [new Mapping { Id = new MappingId(1), FileName = typeof(ProfileReport).Assembly.Location }] };

        Assert.True(new ListedSources(profile, new ReportOptions())
            .TryRead("RegexGenerator.g.cs", out IReadOnlyList<string> lines, out _));
        Assert.Contains(lines, line => line.Contains("auto-generated", StringComparison.Ordinal));
    }

    [Fact]
    public void Damaged_symbols_have_no_source()
    {
        byte[] library = File.ReadAllBytes(typeof(ProfileReport).Assembly.Location);
        Random random = new(7);
        for (int i = 0; i < 40; i++)
        {
            byte[] damaged = [.. library[..random.Next(library.Length)]];
            for (int j = 0; j < 20 && damaged.Length > 0; j++)
            {
                damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            }

            File.WriteAllBytes(_folder.PathOf("x.dll"), damaged);
            Finder().TryRead("NoSuch.cs", out _, out _);
        }
    }

    private ListedSources Finder() => new(new ProfileData(), new ReportOptions { SourcePath = _folder.PathOf() });
}
