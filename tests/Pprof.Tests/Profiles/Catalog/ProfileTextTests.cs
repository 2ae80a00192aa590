using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.RegularExpressions;
using Pprof.Aggregation;
using Pprof.Labels;
using Pprof.Runtime;
using Pprof.TestSupport;
using Pprof.Tests.Symbolization;
using Pprof.Unwinding;
using Xunit;

namespace Pprof.Tests.Profiles.Catalog;

/// <summary>The text form of profiles that count, from stacks to what the viewer makes of it.</summary>
public sealed partial class ProfileTextTests
{
    [Fact]
    public void Counts_are_sorted_and_each_labelled_record_has_its_line()
    {
        CountedStacks stacks = Goroutines();

        string text = Encoding.UTF8.GetString(Stacks.Write(stacks, debug: 1, "goroutine"));

        Assert.StartsWith("goroutine profile: total 190\n50 @ ", text, StringComparison.Ordinal);
        Assert.Equal([50, 44, 40, 36, 10, 9, 1], Stacks.Counts(text));
        Assert.Equal(2, Regex.Count(text, Regex.Escape("# labels: {\"label\":\"value\"}")));
        Assert.Contains("36 @ " + Address("Sleep") + "\n# labels: {\"a\":\"b\", \"label\":\"value\"}\n#\t", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Both_forms_hold_the_same_counts_under_the_same_labels()
    {
        var profile = ProfileOracle.AssertValid(Stacks.Write(Goroutines()));

        Assert.Equal([50L, 44, 40, 36, 10, 9, 1], profile.Sample.Select(sample => sample.Value[0]).OrderDescending());
        Assert.Equal(4, profile.Sample.Count(sample => sample.Label.Count > 0));
    }

    [Theory]
    [InlineData("-raw")]
    [InlineData("-top")]
    [InlineData("-traces")]
    public void Viewer_reads_the_text_with_the_same_total(string report)
    {
        GoPprof.Require();
        CountedStacks stacks = Goroutines();
        stacks.Add([], LabelSet.Empty, 5);
        stacks.Add(Stacks.Of("a \"quoted\"\tname, 世界"), Stacks.Labels(("key with space", "\"quoted\"\nline"), ("世界", "")), 7);
        stacks.Add(new[] { CodeAddress.Marker(StackMarker.Truncated) }, LabelSet.Empty, 3);

        ToolResult result = GoPprof.Run(Stacks.Write(stacks, debug: 1, "my profile"), report);

        Assert.True(result.ExitCode == 0, result.Error);
        Assert.Equal(205, Total(report, result.Output));
    }

    [Fact]
    public void Viewer_reads_a_profile_of_nothing()
    {
        GoPprof.Require();

        ToolResult result = GoPprof.Run(Stacks.Write(new CountedStacks(), debug: 1), "-raw");

        Assert.True(result.ExitCode == 0, result.Error);
        Assert.Contains("test.stacks/count", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Viewer_finds_the_address_that_the_comment_line_shows()
    {
        GoPprof.Require();
        CodeAddress here = KnownFrames.CaptureOne(MethodBase.GetCurrentMethod()!).Address;
        CountedStacks stacks = new();
        stacks.Add(new[] { here }, LabelSet.Empty, 1);
        byte[] text = Stacks.Write(stacks, debug: 1);

        string raw = GoPprof.Run(text, "-raw").Output;

        Assert.Contains($"#\t0x{here.Value:x}\t", Encoding.UTF8.GetString(text), StringComparison.Ordinal);
        Assert.Matches($@"\n\s+1: 0x{here.Value:x}\s", raw);
    }

    [Fact]
    [MethodImpl(MethodImplOptions.NoInlining)]
    public void Frame_of_managed_code_shows_name_offset_file_and_line()
    {
        CodeAddress here = KnownFrames.CaptureOne(MethodBase.GetCurrentMethod()!).Address;
        CountedStacks stacks = new();
        stacks.Add(new[] { here }, LabelSet.Empty, 1);

        Match line = FrameLine().Match(Encoding.UTF8.GetString(Stacks.Write(stacks, debug: 1)));

        Assert.EndsWith(".Frame_of_managed_code_shows_name_offset_file_and_line", line.Groups["name"].Value, StringComparison.Ordinal);
        Assert.EndsWith("/ProfileTextTests.cs", line.Groups["file"].Value, StringComparison.Ordinal);
        ulong start = here.Value - ulong.Parse(line.Groups["offset"].Value, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        Assert.Equal(MethodBase.GetCurrentMethod(), MethodLookup.FromNativeIp(start));
    }

    [Fact]
    public void Frame_of_native_code_shows_its_symbol_and_the_offset_in_it()
    {
        nint library = System.Runtime.InteropServices.NativeLibrary.Load("libc.so.6");
        ulong function = (ulong)System.Runtime.InteropServices.NativeLibrary.GetExport(library, "getenv");
        CountedStacks stacks = new();
        stacks.Add(new[] { CodeAddress.Native(function + 5) }, LabelSet.Empty, 1);

        Assert.Contains($"\n#\t0x{function + 5:x}\tgetenv+0x5\n", Encoding.UTF8.GetString(Stacks.Write(stacks, debug: 1)), StringComparison.Ordinal);
    }

    [Fact]
    public void Frame_without_an_address_has_the_same_number_every_time_and_no_offset()
    {
        CountedStacks stacks = new();
        stacks.Add(Stacks.Of("Text.Stable"), LabelSet.Empty, 1);

        string first = Encoding.UTF8.GetString(Stacks.Write(stacks, debug: 1));

        Assert.Matches(@"\n#\t0x5[0-9a-f]{14}\tText\.Stable\t/src/Text\.Stable\.cs:12\n", first);
        Assert.Equal(first, Encoding.UTF8.GetString(Stacks.Write(stacks, debug: 1)));
    }

    [Fact]
    public void What_the_profile_says_of_itself_stands_below_the_header()
    {
        CountedStacks stacks = new();
        stacks.Comments.Add("counted since noon");

        Assert.StartsWith("test.stacks profile: total 0\n# counted since noon\n---", Encoding.UTF8.GetString(Stacks.Write(stacks, debug: 1)), StringComparison.Ordinal);
    }

    // The groups of the original's own test.
    private static CountedStacks Goroutines()
    {
        LabelSet labelled = Stacks.Labels(("label", "value"));
        LabelSet both = Stacks.Labels(("label", "value"), ("a", "b"));
        CountedStacks stacks = new();
        Add(stacks, "Receive", labelled, 9, each: 1);
        Add(stacks, "Receive", LabelSet.Empty, 50, each: 5);
        Add(stacks, "Sleep", both, 36, each: 2);
        Add(stacks, "Sleep", LabelSet.Empty, 44, each: 44);
        Add(stacks, "Wait", Stacks.Labels(("label", "other")), 40, each: 1);
        Add(stacks, "Wait", labelled, 10, each: 1);
        Add(stacks, "Main", LabelSet.Empty, 1, each: 1);
        return stacks;
    }

    private static void Add(CountedStacks stacks, string name, LabelSet labels, int count, int each)
    {
        for (int i = 0; i < count; i += each)
        {
            stacks.Add(Stacks.Of(name), labels, each);
        }
    }

    private static string Address(string name) => $"0x{Stacks.Of(name)[0].Bits + 1:x}";

    private static long Total(string report, string output) => report switch
    {
        "-raw" => RawValue().Matches(output[output.IndexOf("Samples:", StringComparison.Ordinal)..output.IndexOf("Locations", StringComparison.Ordinal)])
            .Sum(match => Number(match.Groups[1].Value)),
        "-top" => Number(TopTotal().Match(output).Groups[1].Value),
        _ => TraceValue().Matches(output).Sum(match => Number(match.Groups[1].Value)),
    };

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^#\t0x[0-9a-f]+\t(?<name>\S+)\+0x(?<offset>[0-9a-f]+)\t(?<file>\S+):(?<line>\d+)$", RegexOptions.Multiline)]
    private static partial Regex FrameLine();

    [GeneratedRegex(@"^\s+(\d+): [\d ]+$", RegexOptions.Multiline)]
    private static partial Regex RawValue();

    [GeneratedRegex(@"of (\d+) total")]
    private static partial Regex TopTotal();

    [GeneratedRegex(@"^\s+(\d+)   \S", RegexOptions.Multiline)]
    private static partial Regex TraceValue();
}
