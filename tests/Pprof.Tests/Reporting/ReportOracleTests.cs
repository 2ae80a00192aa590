using Pprof.Format;
using Pprof.Reporting;
using Pprof.Tests.Format;
using Pprof.TestSupport;
using Xunit;

namespace Pprof.Tests.Reporting;

/// <summary>Every line of every report is the pprof tool's.</summary>
public sealed class ReportOracleTests
{
    public static TheoryData<string> Shapes => [.. OracleProfiles.All.Keys];

    // Words for the tool, and the same for us.
    private static readonly (string Words, ReportKind Kind, ReportOptions Options)[] s_reports =
    [
        ("-top", ReportKind.Top, new()),
        ("-top -cum -nodecount=7", ReportKind.Top, new() { SortByCumulative = true, NodeCount = 7 }),
        ("-top -lines -nodefraction=0 -edgefraction=0", ReportKind.Top,
            new() { Granularity = Granularity.Lines, NodeFraction = 0, EdgeFraction = 0 }),
        ("-top -files -trim=false", ReportKind.Top, new() { Granularity = Granularity.Files, Trim = false }),
        ("-top -filefunctions -noinlines", ReportKind.Top,
            new() { Granularity = Granularity.FileFunctions, NoInlines = true }),
        ("-top -addresses -sample_index=0", ReportKind.Top,
            new() { Granularity = Granularity.Addresses, SampleIndex = "0" }),
        ("-top -unit=auto -divide_by=3", ReportKind.Top, new() { Unit = "auto", DivideBy = 3 }),
        ("-top -focus=F1 -ignore=F2$ -hide=lib2 -relative_percentages", ReportKind.Top,
            new() { Focus = "F1", Ignore = "F2$", Hide = "lib2", RelativePercentages = true }),
        ("-top -show=F[0-9]$ -drop_negative", ReportKind.Top, new() { Show = "F[0-9]$", DropNegative = true }),
        ("-top -show_from=F[12] -prune_from=F5 -compact_labels", ReportKind.Top,
            new() { ShowFrom = "F[12]", PruneFrom = "F5", CompactLabels = true }),
        ("-top -tagfocus=route=/orders -tagroot=user,route", ReportKind.Top,
            new() { TagFocus = "route=/orders", TagRoot = "user,route" }),
        ("-top -tagignore=2kb: -tagleaf=bytes", ReportKind.Top, new() { TagIgnore = "2kb:", TagLeaf = "bytes" }),
        ("-top -tagfocus=wait=1s:3s -mean", ReportKind.Top, new() { TagFocus = "wait=1s:3s", Mean = true }),
        ("-tree -nodecount=12", ReportKind.Tree, new() { NodeCount = 12 }),
        ("-tree -cum", ReportKind.Tree, new() { SortByCumulative = true }),
        ("-peek=F1|lib1", ReportKind.Peek, new() { Symbol = "F1|lib1" }),
        ("-traces", ReportKind.Traces, new()),
        ("-traces -lines -focus=F3", ReportKind.Traces, new() { Granularity = Granularity.Lines, Focus = "F3" }),
        ("-tags", ReportKind.Tags, new()),
        ("-raw", ReportKind.Raw, new()),
        ("-comments", ReportKind.Comments, new()),
    ];

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Reports_are_those_of_the_pprof_tool_line_by_line(string shape)
    {
        GoPprof.Require();
        byte[] file = GivenProfiles.Write(OracleProfiles.All[shape]);
        int lines = 0;
        foreach ((string words, ReportKind kind, ReportOptions options) in s_reports)
        {
            lines += Compare(file, words, kind, options);
        }

        Assert.True(lines > 200, $"only {lines} lines were compared");
    }

    [Theory]
    [InlineData("-base", false, false)]
    [InlineData("-diff_base", true, false)]
    [InlineData("-normalize -diff_base", true, true)]
    public void Differences_are_those_of_the_pprof_tool(string words, bool isMarked, bool isNormalized)
    {
        GoPprof.Require();
        using TemporaryFolder folder = new();
        (ProfileData before, ProfileData after) = (OracleProfiles.All["cpu"], Later(OracleProfiles.All["cpu"]));
        string first = Write(folder, "before.pb.gz", before), second = Write(folder, "after.pb.gz", after);

        string[] expected = Shown(
            GoPprof.RunOnFile(
            second, ["-top", "-symbolize=none", .. words.Split(' ')[..^1], words.Split(' ')[^1] + "=" + first]));

        Assert.Equal(expected, Ours(ProfileSet.Subtract(after, before, isMarked, isNormalized), ReportKind.Top, new()));
    }

    [Fact]
    public void Profiles_of_different_units_are_added_up_in_the_smaller_one()
    {
        ProfileData sum = ProfileSet.Merge(
            [Stacks.Of(new SampleType("delay", "ms"), ("A", 2)),
            Stacks.Of(new SampleType("delay", "nanoseconds"), ("A", 5), ("B", 1))]);

        Assert.Equal(new SampleType("delay", "nanoseconds"), sum.SampleTypes.Single());
        Assert.Equal([2_000_005, 1], sum.Samples.Select(sample => sample.Values[0]));
        Assert.Throws<OptionException>(
            () => ProfileSet.Merge([OracleProfiles.All["cpu"], OracleProfiles.All["delta"]]));
        Assert.Throws<OptionException>(
            () => ProfileSet.Merge([OracleProfiles.All["delta"], OracleProfiles.All["no names"]]));
    }

    [Fact]
    public void Listing_shows_the_lines_of_the_source_as_the_pprof_tool_does()
    {
        GoPprof.Require();
        using TemporaryFolder folder = new();
        string source = folder.PathOf("Shop.cs");
        File.WriteAllLines(source, Enumerable.Range(1, 60).Select(i => $"\tline {i}();"));
        ProfileData profile = Listed(source);

        Assert.Equal(
            Shown(GoPprof.Run(GivenProfiles.Write(profile), "-list=Shop.*Add|Other", "-symbolize=none")),
            Ours(profile, ReportKind.List, new ReportOptions { Symbol = "Shop.*Add|Other" }));
    }

    internal static ProfileData Listed(string source)
    {
        Function[] functions = [
            new() { Id = new FunctionId(1), Name = "Shop.Cart.Add", FileName = source, StartLine = 12 },
            new() { Id = new FunctionId(2), Name = "Shop.Cart.AddAll", FileName = source },
            new() { Id = new FunctionId(3), Name = "Other" }];
        Location[] locations =
            [.. functions.Select(
            (function, i) =>
            new Location { Id = new LocationId((ulong)i + 1), Address = 0x10 + (ulong)i,
            Lines = [new Line(function, 20 + (10 * i))] })];
        return new ProfileData
        {
            SampleTypes = [new SampleType("cpu", "nanoseconds")],
            Functions = functions,
            Locations = locations,
            Samples = [
                new Sample { Locations = [locations[0], locations[1]], Values = [30_000_000] },
                new Sample { Locations = [locations[1], locations[2]], Values = [10_000_000] }],
        };
    }

    private static ProfileData Later(ProfileData profile) => profile.With(
        [.. profile.Samples.Where((_, i) => i % 3 != 0)
            .Select(sample =>
            new Sample { Locations = sample.Locations, Values = [.. sample.Values.Select(value => 2 * value)],
            Labels = sample.Labels })],
        profile.Locations);

    private static int Compare(byte[] file, string words, ReportKind kind, ReportOptions options)
    {
        ToolResult tool = GoPprof.Run(file, ["-symbolize=none", .. words.Split(' ')]);
        string[] expected = tool.ExitCode == 0 ? Shown(tool) : ["refused"];
        string[] actual = Ours(ProfileSet.Merge([ProfileDecoder.Read(file)]), kind, options);

        // Calls and labels of 7 and of -7 come in any order there.
        bool hasTies = kind is ReportKind.Tree or ReportKind.Peek or ReportKind.Tags;
        (expected, actual) = hasTies
            ? ([.. expected.Order(StringComparer.Ordinal)], [.. actual.Order(StringComparer.Ordinal)])
            : (expected, actual);
        Assert.True(expected.SequenceEqual(actual),
            $"{words}\n--- the pprof tool:\n{string.Join('\n', expected)}\n--- ours:\n{string.Join('\n', actual)}");
        return expected.Length;
    }

    private static string[] Ours(ProfileData profile, ReportKind kind, ReportOptions options)
    {
        StringWriter text = new() { NewLine = "\n" };
        try
        {
            ReportWriter.Write(text, profile, kind, options, new ReadBudget(ReadLimits.Default, 1 << 20), _ => { });
        }
        catch (OptionException)
        {
            return ["refused"];
        }

        return Lines(text.ToString());
    }

    private static string[] Shown(ToolResult tool)
    {
        Assert.True(tool.ExitCode == 0, tool.Error);
        return Lines(tool.Output);
    }

    // Versions of the tool print times in different forms.
    private static string[] Lines(string text) =>
        [.. RawText.WithoutEmptyMapping(text).TrimEnd('\n').Split('\n').Select(line => line.TrimEnd())
            .Where(line =>
            !line.StartsWith("Time: ", StringComparison.Ordinal)
            && !line.StartsWith("Duration: 5", StringComparison.Ordinal))];

    private static string Write(TemporaryFolder folder, string name, ProfileData profile)
    {
        string path = folder.PathOf(name);
        File.WriteAllBytes(path, GivenProfiles.Write(profile));
        return path;
    }
}
