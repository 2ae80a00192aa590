using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Pprof.Format;
using Pprof.Profiles.Heap;
using Pprof.TestSupport;
using Xunit;
using Proto = Pprof.TestSupport.Proto;

namespace Pprof.Tests.Profiles.Heap;

/// <summary>Both forms of the profiles, from samples of known sizes.</summary>
public sealed class HeapSourceTests : IDisposable
{
    private static readonly string[] s_types = ["alloc_objects", "alloc_space", "inuse_objects", "inuse_space"];
    private readonly GivenTracker _tracker = new("agent");
    private readonly HeapRecording _recording;

    public HeapSourceTests() => _recording = new HeapRecording(_ => [_tracker], () => new NamedStacks());

    // What it has switched on in the process, the history of labels, is off again for other tests.
    public void Dispose()
    {
        if (_tracker.Sink is not null)
        {
            _recording.Disable();
        }
    }

    [Fact]
    public void First_use_switches_the_recording_on_and_later_ones_leave_it_as_it_is()
    {
        int enabled = 0;
        HeapSource source = new(_recording, "inuse_space", () => enabled += _recording.TryEnable() is null ? 1 : 0);

        Write(source);
        _recording.Disable();
        byte[] second = Write(source);

        Assert.Equal(1, enabled);
        Assert.Contains(Comments(second), comment => comment.Contains("are not recorded since", StringComparison.Ordinal));
    }

    [Fact]
    public void Recording_that_was_switched_off_is_needed_for_a_difference_and_one_that_never_was_on_switches_itself_on()
    {
        HeapSource source = Source("inuse_space");
        Assert.Equal(ProfileKinds.None, source.NeedsMeanwhile);

        Assert.Null(_recording.TryEnable());
        _recording.Disable();

        Assert.Equal(ProfileKinds.Heap, source.NeedsMeanwhile);
    }

    [Fact]
    public void Values_are_estimates_of_all_objects_with_type_and_size_as_labels()
    {
        Fill();
        Proto.Profile profile = ProfileOracle.AssertValid(Write(Source("inuse_space")));

        Assert.Equal(
            ["F1 F1000: 1970 204904 985 102452 byte[] 104", "F2 F1000: 5 485983 3 323989 string 102400", "F3 F1000: 1 10000000 0 0 object 9961472"],
            profile.Sample.Select(sample => Describe(profile, sample)));
    }

    [Theory]
    [InlineData("inuse_space")]
    [InlineData("alloc_space")]
    public void Types_period_and_default_are_those_of_the_original(string defaultType)
    {
        Fill();
        Proto.Profile profile = ProfileOracle.AssertValid(Write(Source(defaultType)));

        Assert.Equal(
            ["alloc_objects/count", "alloc_space/bytes", "inuse_objects/count", "inuse_space/bytes"], profile.SampleType.Select(type => Name(profile, type)));
        Assert.Equal(("space/bytes", 102_400), (Name(profile, profile.PeriodType), profile.Period));
        Assert.Equal(defaultType, profile.StringTable[(int)profile.DefaultSampleType]);
    }

    [Fact]
    public void Text_has_the_samples_alone_and_the_figures_of_the_collector_at_the_end()
    {
        Fill();
        string text = Encoding.UTF8.GetString(Write(Source("inuse_space"), debug: 1));

        Assert.StartsWith("heap profile: 3: 204904 [6: 10307408] @ heap/204800\n# One object is sampled in 102400 bytes", text, StringComparison.Ordinal);
        Assert.Contains("\n2: 204800 [3: 307200] @ 0x", text, StringComparison.Ordinal);
        Assert.Contains("\n# labels: {\"type\":\"string\"}\n#\t0x", text, StringComparison.Ordinal);
        Assert.Matches("\n\n# System\\.GC\n# TotalAllocatedBytes = [0-9]+\n(# [A-Za-z0-9]+ = .*\n)+\n--- Memory map: ---\n", text);
        Assert.Matches("\n# LOH = size [0-9]+, before [0-9]+, fragmented [0-9]+\n", text);
    }

    [Fact]
    public void Viewer_reads_the_same_totals_from_both_forms_and_complains_of_nothing()
    {
        GoPprof.Require();
        Fill();
        byte[] proto = Write(Source("inuse_space"));
        byte[] text = Write(Source("inuse_space"), debug: 1);
        foreach (string type in s_types)
        {
            ToolResult one = GoPprof.Run(proto, "-top", "-unit=b", $"-sample_index={type}");
            ToolResult other = GoPprof.Run(text, "-top", "-unit=b", $"-sample_index={type}");

            Assert.True(one.ExitCode == 0 && other.ExitCode == 0, one.Error + other.Error);
            Assert.Equal("", one.Error + other.Error);
            Assert.Equal(Total(one), Total(other), Total(one) * 1e-3);
            Assert.True(Total(one) > 0, one.Output);
        }
    }

    // Those below 1,088 are of one class, in which the later ones move the mean.
    [Fact]
    public void Difference_of_sizes_that_vary_subtracts_nothing_that_was_not_there()
    {
        Assert.Null(_recording.TryEnable());
        Allocate([1040, 1048, 1056]);
        ProfileData earlier = ProfileDecoder.Read(Write(Source("inuse_space")));
        Allocate([1072, 1080, 1090]);
        ProfileData delta = ProfileDifference.Between(earlier, ProfileDecoder.Read(Write(Source("inuse_space"))));

        Assert.All(delta.Samples.SelectMany(sample => sample.Values), value => Assert.True(value > 0, $"{value}"));
        Assert.Equal([1024, 1088], delta.Samples.Select(sample => sample.Labels.Single(label => label.Key == "bytes").Number).Order());
    }

    // Text has no labels of its own; the viewer makes that of the size.
    [Theory]
    [InlineData(0, "string")]
    [InlineData(1, "")]
    public void Viewer_shows_tags_and_the_difference_of_two_profiles(int debug, string tag)
    {
        GoPprof.Require();
        Fill();
        DirectoryInfo folder = Directory.CreateTempSubdirectory("heap-");
        string before = Path.Combine(folder.FullName, "before.pb.gz");
        File.WriteAllBytes(before, Write(Source("inuse_space"), debug));
        _tracker.Sink!.Allocate(2, 1_024_000, type: "System.String");
        byte[] after = Write(Source("inuse_space"), debug);

        ToolResult difference = GoPprof.Run(after, "-top", "-unit=b", $"-diff_base={before}");
        ToolResult tags = GoPprof.Run(after, "-tags");
        folder.Delete(recursive: true);

        Assert.Matches("10240[0-9][0-9]B", difference.Output);
        Assert.DoesNotContain("F1", difference.Output.Split("flat%")[1].Replace("F1000", ""));
        Assert.Contains(tag, tags.Output);
        Assert.Contains("bytes:", tags.Output);
        Assert.Equal("", difference.Error + tags.Error);
    }

    [Fact]
    public void Empty_profile_is_valid_in_both_forms()
    {
        GoPprof.Require();
        _recording.TryEnable();
        HeapSource source = Source("inuse_space");

        Assert.Empty(ProfileOracle.AssertValid(Write(source)).Sample);
        ToolResult raw = GoPprof.Run(Write(source, debug: 1), "-raw");
        _recording.Disable();

        Assert.True(raw.ExitCode == 0, raw.Error);
        Assert.Contains("alloc_objects/count alloc_space/bytes inuse_objects/count", raw.Output);
    }

    // Two of 104 bytes, one of them live; three of 100 KiB, two of them live; one large and dead.
    private void Fill()
    {
        Assert.Null(_recording.TryEnable());
        IHeapSink sink = _tracker.Sink!;
        sink.Allocate(1, 104, type: "System.Byte[]");
        sink.OnDeath(sink.Allocate(1, 104, type: "System.Byte[]"));
        sink.Allocate(2, 102_400, type: "System.String");
        sink.Allocate(2, 102_400, type: "System.String");
        sink.OnDeath(sink.Allocate(2, 102_400, type: "System.String"));
        sink.OnDeath(sink.Allocate(3, 10_000_000, type: "System.Object"));
    }

    private void Allocate(IEnumerable<int> sizes)
    {
        foreach (int size in sizes)
        {
            _tracker.Sink!.Allocate(1, size, type: "System.String");
        }
    }

    private HeapSource Source(string defaultType) => new(_recording, defaultType, () => { });

    private static byte[] Write(HeapSource source, int debug = 0)
    {
        MemoryStream file = new();
        source.WriteTo(file, debug);
        return file.ToArray();
    }

    private static double Total(ToolResult top) =>
        double.Parse(Regex.Match(top.Output, "of ([0-9]+)[bB]? total").Groups[1].Value, CultureInfo.InvariantCulture);

    private static string Name(Proto.Profile profile, Proto.ValueType type) => $"{profile.StringTable[(int)type.Type]}/{profile.StringTable[(int)type.Unit]}";

    private static IEnumerable<string> Comments(byte[] file)
    {
        Proto.Profile profile = ProfileOracle.AssertValid(file);
        return profile.Comment.Select(comment => profile.StringTable[(int)comment]);
    }

    private static string Describe(Proto.Profile profile, Proto.Sample sample) =>
        $"{string.Join(' ', ProfileOracle.Names(profile, sample))}: {string.Join(' ', sample.Value)} "
        + string.Join(' ', sample.Label.Select(label => label.Str == 0 ? label.Num.ToString(CultureInfo.InvariantCulture) : profile.StringTable[(int)label.Str]));
}
