using System.Globalization;
using System.Text.RegularExpressions;
using Pprof.TestSupport;
using Pprof.TestSupport.Proto;
using Proto = Pprof.TestSupport.Proto;
using Xunit;

namespace Pprof.EndToEnd.Tests.Viewer;

/// <summary>What the program our files are for makes of a profile of known work.</summary>
public sealed class PprofToolTests
{
    private static readonly Lazy<byte[]> s_profile = new(TakeProfile);

    [Theory]
    [InlineData("-top")]
    [InlineData("-traces")]
    [InlineData("-raw")]
    [InlineData("-list=Burner")]
    [InlineData("-peek=Burner")]
    [InlineData("-comments")]
    public void Every_report_is_made_without_a_complaint(string report)
    {
        GoPprof.Require();

        ToolResult result = GoPprof.Run(s_profile.Value, report);

        Assert.Equal("", result.Error);
        Assert.Equal(0, result.ExitCode);
        Assert.Contains(report == "-comments" ? "engine:" : "Burner.Inner", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_source_is_listed_with_the_time_beside_the_line_that_took_it()
    {
        GoPprof.Require();

        ToolResult result = GoPprof.Run(s_profile.Value, "-list=Burner.Inner", "-unit=ms");

        string hot = result.Output.Split('\n').Single(line => line.Contains(": ", StringComparison.Ordinal) && line.Contains("Math.Pow", StringComparison.Ordinal));
        Match match = Regex.Match(hot, @"^\s*\S+\s+(?<cum>[0-9.]+)ms\s+(?<line>\d+):");
        Assert.True(match.Success, hot);
        Assert.Equal(Burner.HotLine, int.Parse(match.Groups["line"].Value, CultureInfo.InvariantCulture));
        Assert.True(double.Parse(match.Groups["cum"].Value, CultureInfo.InvariantCulture) > 0, hot);
    }

    [Fact]
    public void Every_sample_of_the_known_tree_shows_every_caller_once_also_below_the_C_library()
    {
        Proto.Profile profile = ProfileOracle.AssertValid(s_profile.Value);
        List<string[]> stacks = [.. profile.Sample.Select(sample => ProfileOracle.Names(profile, sample).ToArray()).Where(IsInner)];

        Assert.True(stacks.Count >= 3, $"only {stacks.Count} distinct stacks");
        Assert.All(stacks, stack => Assert.Equal(Burner.Tree, stack.Where(IsBurner).Select(ShortName)));
        Assert.Contains(stacks, stack => !IsBurner(stack[0]));
    }

    [Fact]
    public void No_managed_code_is_left_without_a_name()
    {
        Proto.Profile profile = ProfileOracle.AssertValid(s_profile.Value);

        Assert.DoesNotContain(profile.Location, location => location.Line.Count == 0);
        Assert.DoesNotContain(profile.StringTable, text => text.Contains("unknown managed", StringComparison.Ordinal));
    }

    [Fact]
    public void Name_and_system_name_are_never_equal_so_that_the_viewer_leaves_names_alone()
    {
        Proto.Profile profile = ProfileOracle.AssertValid(s_profile.Value);

        Assert.DoesNotContain(profile.Function, function => function.Name == function.SystemName);
    }

    private static byte[] TakeProfile()
    {
        Burner.Run(TimeSpan.FromSeconds(0.5));
        MemoryStream stream = new();
        using (CpuProfile.Start(stream, new CpuProfileOptions { Frequency = 250 }))
        {
            Burner.Run(TimeSpan.FromSeconds(2));
        }

        return stream.ToArray();
    }

    private static bool IsInner(string[] stack) => stack.Any(name => name.EndsWith("Burner.Inner", StringComparison.Ordinal));

    private static bool IsBurner(string name) => name.Contains(".Burner.", StringComparison.Ordinal);

    private static string ShortName(string name) => name[name.IndexOf("Burner.", StringComparison.Ordinal)..];
}
