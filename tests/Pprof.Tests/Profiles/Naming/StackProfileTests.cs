using System.Text;
using Pprof.Aggregation;
using Pprof.Format;
using Pprof.Labels;
using Pprof.Profiles.Naming;
using Pprof.Runtime;
using Pprof.Symbolization;
using Pprof.TestSupport;
using Pprof.Tests.Profiles.Catalog;
using Pprof.Unwinding;
using Xunit;
using Proto = Pprof.TestSupport.Proto;

namespace Pprof.Tests.Profiles.Naming;

/// <summary>Stacks of several values in both forms.</summary>
public sealed class StackProfileTests
{
    private static readonly SampleType[] s_types = [new("contentions", "count"), new("delay", "nanoseconds")];

    [Fact]
    public void Values_of_equal_stacks_are_added_up_one_by_one_and_the_largest_come_first()
    {
        Proto.Profile profile = ProfileOracle.AssertValid(Write(Some()));

        Assert.Equal(["B.Leaf Root = 1 900", "A.Leaf Root = 5 70", "C.Leaf = 1 70"], profile.Sample.Select(sample => Text(profile, sample)));
        Assert.Equal(["contentions/count", "delay/nanoseconds"], profile.SampleType.Select(type => TypeName(profile, type)));
        Assert.Equal("contentions/count", TypeName(profile, profile.PeriodType));
        Assert.Equal(1, profile.Period);
        Assert.Equal("delay", profile.StringTable[(int)profile.DefaultSampleType]);
        Assert.Equal(["Told."], profile.Comment.Select(comment => profile.StringTable[(int)comment]));
    }

    [Fact]
    public void Without_an_order_samples_stand_as_they_were_added()
    {
        MemoryStream file = new();
        new StackProfile(Some(), s_types).WriteProto(file);

        Proto.Profile profile = ProfileOracle.AssertValid(file);

        Assert.Equal([5L, 1, 1], profile.Sample.Select(sample => sample.Value[0]));
        Assert.Equal(0, profile.DefaultSampleType);
    }

    [Fact]
    public void Number_beside_the_labels_keeps_samples_apart_and_is_written_with_its_unit()
    {
        CountedStacks stacks = new(2);
        stacks.Add(Stacks.Of("N"), Stacks.Labels(("k", "v")), Label.OfNumber("bytes", 16), 1, 16);
        stacks.Add(Stacks.Of("N"), Stacks.Labels(("k", "v")), Label.OfNumber("bytes", 24, "bytes"), 1, 24);
        stacks.Add(Stacks.Of("N"), Stacks.Labels(("k", "v")), Label.OfNumber("bytes", 16), 2, 32);

        Proto.Profile profile = ProfileOracle.AssertValid(Write(stacks));

        Assert.Equal(["48: k=v bytes=16", "24: k=v bytes=24 bytes"], profile.Sample.Select(sample => $"{sample.Value[1]}: {Labels(profile, sample)}"));
        Assert.Equal([48L, 24], new StackProfile(stacks, s_types).ToRecords(2).SortedBy(1).Select(record => record.Values[1]));
    }

    [Fact]
    public void Stack_deeper_than_profiles_hold_is_cut_at_the_root_and_says_so()
    {
        CountedStacks stacks = new(2);
        stacks.Add(Stacks.Of([.. Enumerable.Range(0, 600).Select(i => $"Deep.F{i}")]), LabelSet.Empty, 1, 1);

        Proto.Profile profile = ProfileOracle.AssertValid(Write(stacks));
        string[] names = [.. ProfileOracle.Names(profile, profile.Sample.Single())];

        Assert.Equal([.. Enumerable.Range(0, 512).Select(i => $"Deep.F{i}"), "[truncated]"], names);
    }

    [Fact]
    public void Stack_with_another_number_of_values_is_refused()
    {
        CountedStacks stacks = new(2);

        Assert.Throws<ArgumentOutOfRangeException>(() => stacks.Add(Stacks.Of("X"), LabelSet.Empty, 1));
        Assert.Equal(0, stacks.Count);
    }

    [Theory]
    [InlineData("contention", "--- contention:\ncycles/second=1000000000\n# Told.\n900 1 @ 0x")]
    [InlineData("mutex", "--- mutex:\ncycles/second=1000000000\nsampling period=1\n# Told.\n900 1 @ 0x")]
    public void Text_is_that_of_the_original_with_the_longest_delay_first(string kind, string start)
    {
        string text = Encoding.UTF8.GetString(WriteText(kind, Some()));

        Assert.StartsWith(start, text, StringComparison.Ordinal);
        Assert.Equal([900L, 70, 70], Stacks.Counts(text));
        Assert.Contains("\tB.Leaf\t", text, StringComparison.Ordinal);
        Assert.Contains("\t/src/Root.cs:12\n\n70 ", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("contention")]
    [InlineData("mutex")]
    public void Viewer_reads_both_forms_with_equal_totals(string kind)
    {
        GoPprof.Require();
        CountedStacks stacks = Some();
        stacks.Add(Stacks.Of("Long"), LabelSet.Empty, 3, 987_654_321_987);

        foreach (byte[] file in new[] { Write(stacks), WriteText(kind, stacks) })
        {
            ToolResult contentions = GoPprof.Run(file, "-raw", "-sample_index=contentions");

            Assert.True(contentions.ExitCode == 0, contentions.Error);
            Assert.Equal((10L, 987_654_323_027L), RawTotals(contentions.Output));
        }
    }

    [Fact]
    public void Text_of_counts_shows_the_first_value_and_no_stack_that_has_none_of_it()
    {
        CountedStacks stacks = new(2);
        stacks.Add(Stacks.Of("Thrown"), LabelSet.Empty, 2, 1);
        stacks.Add(Stacks.Of("Only.Rethrown"), LabelSet.Empty, 0, 5);
        MemoryStream file = new();

        new StackProfile(stacks, s_types).WriteTo(file, debug: 1, "exceptions");

        string text = Encoding.UTF8.GetString(file.ToArray());
        Assert.StartsWith("exceptions profile: total 2\n", text, StringComparison.Ordinal);
        Assert.Equal([2L], Stacks.Counts(text));
    }

    [Theory]
    [InlineData("^program/", "Shop.Run")]
    [InlineData("^package/", "Json.Parse")]
    [InlineData("^framework/", "String.Concat")]
    public void Viewer_chooses_frames_by_whose_code_they_are(string focus, string shown)
    {
        GoPprof.Require();
        CountedStacks stacks = new(2);
        stacks.Add(Frame("Shop.Run", CodeOrigin.Program), LabelSet.Empty, 1, 10);
        stacks.Add(Frame("Json.Parse", CodeOrigin.Package), LabelSet.Empty, 1, 20);
        stacks.Add(Frame("String.Concat", CodeOrigin.Framework), LabelSet.Empty, 1, 30);

        string output = GoPprof.Run(Write(stacks), "-traces", $"-focus={focus}").Output;

        Assert.Equal([shown], new[] { "Shop.Run", "Json.Parse", "String.Concat" }.Where(name => output.Contains(name, StringComparison.Ordinal)));
    }

    private static CodeAddress[] Frame(string name, CodeOrigin origin) =>
        [KnownFrames.Intern(new FunctionSymbol(name, $"{name}()") { Module = new CodeModule(origin, "Some") }, 1)];

    private static CountedStacks Some()
    {
        CountedStacks stacks = new(2) { Comments = { "Told." } };
        stacks.Add(Stacks.Of("A.Leaf", "Root"), LabelSet.Empty, 2, 30);
        stacks.Add(Stacks.Of("B.Leaf", "Root"), LabelSet.Empty, 1, 900);
        stacks.Add(Stacks.Of("A.Leaf", "Root"), LabelSet.Empty, 3, 40);
        stacks.Add(Stacks.Of("C.Leaf"), LabelSet.Empty, 1, 70);
        return stacks;
    }

    private static byte[] Write(CountedStacks stacks)
    {
        MemoryStream file = new();
        new StackProfile(stacks, s_types) { DefaultType = "delay", SortedBy = 1 }.WriteProto(file);
        return file.ToArray();
    }

    private static byte[] WriteText(string kind, CountedStacks stacks)
    {
        MemoryStream file = new();
        new ContentionText(kind, new StackProfile(stacks, s_types).ToRecords(2)) { Comments = stacks.Comments }.WriteTo(file);
        return file.ToArray();
    }

    // "         2         30: 1 2 " below "Samples:" and its line of types.
    private static (long Contentions, long Delay) RawTotals(string raw)
    {
        long[][] values = [.. raw.Split('\n').SkipWhile(line => line != "Samples:").Skip(2).TakeWhile(line => line != "Locations")
            .Where(line => line.Contains(':', StringComparison.Ordinal))
            .Select(line => line.Split(':')[0].Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(ParseLong).ToArray())];
        return (values.Sum(pair => pair[0]), values.Sum(pair => pair[1]));
    }

    private static long ParseLong(string text) => long.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

    private static string TypeName(Proto.Profile profile, Proto.ValueType type) => $"{profile.StringTable[(int)type.Type]}/{profile.StringTable[(int)type.Unit]}";

    private static string Text(Proto.Profile profile, Proto.Sample sample) =>
        $"{string.Join(' ', ProfileOracle.Names(profile, sample))} = {string.Join(' ', sample.Value)}";

    private static string Labels(Proto.Profile profile, Proto.Sample sample) => string.Join(' ', sample.Label.Select(label =>
        $"{profile.StringTable[(int)label.Key]}={(label.Str == 0 ? $"{label.Num} {profile.StringTable[(int)label.NumUnit]}" : profile.StringTable[(int)label.Str])}".TrimEnd()));
}
