using Pprof.Format;
using Pprof.TestSupport;
using Xunit;

namespace Pprof.Tests.Format;

/// <summary>The program our files are for reads them without a complaint and shows what is in them.</summary>
public sealed class GoPprofTests
{
    [Fact]
    public void Raw_output_shows_every_stack_value_and_label()
    {
        string text = Run(GivenProfiles.Write(GivenProfiles.Small()), "-raw");
        Assert.Contains("PeriodType: cpu nanoseconds\nPeriod: 10000000\n", text, StringComparison.Ordinal);
        Assert.Contains("samples/count cpu/nanoseconds[dflt]\n", text, StringComparison.Ordinal);
        Assert.Contains("3   30000000: 1 2", text, StringComparison.Ordinal);
        Assert.Contains("user:[anna]", text, StringComparison.Ordinal);
        Assert.Contains("bytes:[512]", text, StringComparison.Ordinal);
        Assert.Contains("wait:[7 milliseconds]", text, StringComparison.Ordinal);
        Assert.Contains("0x1234 M=1 [F] Program.Work<int>() /src/Program.cs:12 s=10()\n", text, StringComparison.Ordinal);
        Assert.Contains(" Program.Main(string[]) /src/Program.cs:4 s=3(Program::Main)\n", text, StringComparison.Ordinal);
        Assert.Contains("1: 0x1000/0x9000/0x40 /app/app.dll abc [FN][FL][LN][IN]", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Comments_are_shown() =>
        Assert.Equal("engine: timers\nrate: 100 Hz\n", Run(GivenProfiles.Write(GivenProfiles.Small()), "-comments"));

    /// <summary>Equal name and system name would make the tool cut what is in angle brackets and parentheses.</summary>
    [Fact]
    public void Names_of_dotnet_survive_unchanged()
    {
        string text = Run(GivenProfiles.Write(GivenProfiles.WithFunctions(GivenProfiles.DotNetNames)), "-top");
        string[] shown = [.. text.Split('\n').Select(NameIn).Where(name => name.Length > 0)];
        Assert.Equal(GivenProfiles.DotNetNames.Reverse(), shown);
    }

    [Fact]
    public void Lists_of_one_two_and_three_are_read()
    {
        ProfileData profile = GivenProfiles.WithFunctions(["A", "B", "C"]);
        ProfileData nested = new()
        {
            SampleTypes = profile.SampleTypes,
            Mappings = profile.Mappings,
            Functions = profile.Functions,
            Locations = profile.Locations,
            Samples = [.. Enumerable.Range(1, 3).Select(depth => new Sample { Locations = [.. profile.Locations.Take(depth)], Values = [100 + depth] })],
        };
        string text = Run(GivenProfiles.Write(nested), "-raw");
        foreach (string line in (string[])["101: 1 \n", "102: 1 2 \n", "103: 1 2 3 \n"])
        {
            Assert.Contains(line, text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Profile_without_samples_is_read() =>
        Assert.Contains("Samples:\nsamples/count\nLocations\n", Run(GivenProfiles.Write(GivenProfiles.WithFunctions([])), "-raw"), StringComparison.Ordinal);

    [Fact]
    public void Random_profiles_are_read()
    {
        // A start of the program takes some 50 ms; a few shapes are enough next to the generated classes.
        foreach (ProfileData profile in RandomProfiles.Take(12))
        {
            Run(GivenProfiles.Write(profile), "-symbolize=none", "-raw");
        }
    }

    private static string Run(byte[] profile, params string[] report)
    {
        GoPprof.Require();
        ToolResult result = GoPprof.Run(profile, report);
        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        return result.Output;
    }

    /// <summary>The rows of the table are five columns of numbers and the name.</summary>
    private static string NameIn(string line)
    {
        string[] columns = line.Split(' ', 6, StringSplitOptions.RemoveEmptyEntries);
        return columns.Length == 6 && columns[1].EndsWith('%') ? columns[5] : "";
    }
}
