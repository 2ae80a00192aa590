using System.Text.Json;
using PageBench;
using Pprof.Format;
using Pprof.TestSupport;
using Xunit;

namespace Pprof.Tests.Reporting.Page;

/// <summary>Which sources a page holds: those that were asked for, found where the options say, and no file that is no source.</summary>
public sealed class SourcePartsTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("sources-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void No_source_is_read_unless_asked_for()
    {
        string file = Write("Shop/Cart.cs", 40);

        Assert.Empty(Parts(Profile($"Cart.Add@20:{file}"), new ProfilePageOptions()));
    }

    [Fact]
    public void Lines_around_those_of_the_profile_are_in_the_page_and_ranges_that_touch_are_one()
    {
        string file = Write("Shop/Cart.cs", 200);
        ProfileData profile = Profile($"Cart.Add@20:{file}", $"Cart.Add@30:{file}", $"Cart.Sum@120:{file}");

        Assert.Equal(["1-40", "114-130"], Parts(profile, new ProfilePageOptions { ShowSources = true }));
    }

    [Theory]
    [InlineData("/build/agent/7/src/Shop/Cart.cs")]
    [InlineData(@"C:\build\src\Shop\Cart.cs")]
    public void File_that_was_built_elsewhere_is_found_below_a_folder_by_the_end_of_its_path(string recorded)
    {
        Write("Shop/Cart.cs", 40);
        ProfileData profile = WithFile(recorded);

        Assert.Empty(Parts(profile, new ProfilePageOptions { ShowSources = true }));
        Assert.Equal(["1-17"], Parts(profile, new ProfilePageOptions { ShowSources = true, SourcePaths = [_folder.FullName] }));
    }

    /// <summary>Whoever wrote the profile chose the names; the page may go to others.</summary>
    [Theory]
    [InlineData("secret.key")]
    [InlineData("passwd")]
    [InlineData("appsettings.json")]
    public void File_that_is_no_source_is_never_read(string name)
    {
        string file = Write(name, 40);

        Assert.Empty(Parts(WithFile(file), new ProfilePageOptions { ShowSources = true, SourcePaths = [_folder.FullName] }));
    }

    [Fact]
    public void Way_out_of_the_folder_is_not_followed()
    {
        Write("Cart.cs", 40);
        string inside = Directory.CreateDirectory(Path.Combine(_folder.FullName, "inside")).FullName;

        Assert.Empty(Parts(WithFile("../Cart.cs"), new ProfilePageOptions { ShowSources = true, SourcePaths = [inside] }));
    }

    /// <summary>Opening it would wait for somebody who writes.</summary>
    [Fact]
    public void Pipe_at_the_place_of_a_source_is_left_alone()
    {
        string pipe = Path.Combine(_folder.FullName, "Cart.cs");
        Assert.SkipWhen(ExternalTool.Run("mkfifo", [pipe]).ExitCode != 0, "mkfifo makes no pipe here");

        Assert.Empty(Parts(WithFile(pipe), new ProfilePageOptions { ShowSources = true }));
    }

    /// <summary>The library's own assembly has its PDB within it; this one's sources are not embedded, and that is no error.</summary>
    [Fact]
    public void Assembly_without_embedded_sources_has_none()
    {
        ProfileData profile = WithFile("/nowhere/Cart.cs");
        ProfileData mapped = new()
        {
            SampleTypes = profile.SampleTypes, Functions = profile.Functions, Locations = profile.Locations, Samples = profile.Samples,
            Mappings = [new() { Id = new(1), FileName = typeof(ProfilePage).Assembly.Location }],
        };

        Assert.Empty(Parts(mapped, new ProfilePageOptions { ShowSources = true }));
    }

    private static string[] Parts(ProfileData profile, ProfilePageOptions options) =>
        [.. PageText.Of(profile, options).Profile.GetProperty("sources").EnumerateArray().Select(Text)];

    private static string Text(JsonElement part)
    {
        int first = part.GetProperty("first").GetInt32();
        JsonElement lines = part.GetProperty("lines");
        Assert.Equal($"line {first}", lines[0].GetString());
        return $"{first}-{first + lines.GetArrayLength() - 1}";
    }

    private static ProfileData Profile(params string[] frames)
    {
        ProfileMaker maker = new(new SampleType("cpu", "nanoseconds"));
        Array.ForEach(frames, frame => maker.Add(frame, 1));
        return maker.Data;
    }

    private static ProfileData WithFile(string file)
    {
        Function function = new() { Id = new(1), Name = "Cart.Add", FileName = file, StartLine = 3 };
        Location location = new() { Id = new(1), Lines = [new(function, 7)] };
        return new ProfileData { SampleTypes = [new("cpu", "nanoseconds")], Functions = [function], Locations = [location], Samples = [new() { Locations = [location], Values = [1] }] };
    }

    private string Write(string name, int lines)
    {
        string path = Path.Combine(_folder.FullName, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllLines(path, Enumerable.Range(1, lines).Select(line => $"line {line}"));
        return path;
    }
}
