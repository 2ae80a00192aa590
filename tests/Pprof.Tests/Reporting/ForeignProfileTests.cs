using Pprof.Format;
using Pprof.Tests.Format;
using Xunit;

namespace Pprof.Tests.Reporting;

/// <summary>What other programs write is shown as the pprof tool shows it.</summary>
public sealed class ForeignProfileTests
{
    private static readonly SampleType s_cpu = new("cpu", "nanoseconds");

    [Fact]
    public void Difference_is_a_share_of_all_that_changed_and_the_largest_change_comes_first()
    {
        ProfileReport report = Read(Stacks.Of(new SampleType("goroutine", "count"), ("Less", -3), ("Same", 1), ("More", 4), ("Least", -8)));

        Assert.Equal(16, report.Total);
        Assert.Equal(["Least", "More", "Less", "Same"], report.Rows.Select(row => row.Function));
        Assert.Contains("        -8  50.00%", Text(report), StringComparison.Ordinal);
        Assert.DoesNotContain("-50", Text(report), StringComparison.Ordinal);
    }

    [Fact]
    public void Changes_that_cancel_out_have_shares_nevertheless()
    {
        ProfileReport report = Read(Stacks.Of(s_cpu, ("grew", 5_000_000), ("shrank", -5_000_000)));

        Assert.Equal(10_000_000, report.Total);
        Assert.Contains("       5ms  50.00%  50.00%        5ms  50.00%  grew", Text(report), StringComparison.Ordinal);
        Assert.Contains("      -5ms  50.00%   0.00%       -5ms  50.00%  shrank", Text(report), StringComparison.Ordinal);
    }

    [Fact]
    public void Least_number_is_no_error() =>
        Assert.NotEmpty(Text(Read(Stacks.Of(s_cpu, ("a", long.MinValue), ("b", long.MaxValue), ("b", long.MaxValue)))));

    [Theory]
    [InlineData("nanoseconds", 164_610_000_000, "164.61s")]
    [InlineData("microseconds", 16_460_000, "16.46s")]
    [InlineData("us", 16_460_000, "16.46s")]
    [InlineData("Milliseconds", 164_610, "164.61s")]
    [InlineData("seconds", 133_344, "37.04hrs")]
    [InlineData("s", 59, "59s")]
    [InlineData("bytes", 1152, "1.12kB")]
    [InlineData("kilobytes", 2048, "2MB")]
    [InlineData("MB", 3 << 20, "3TB")]
    [InlineData("nanogcu", 5_000_000_000, "5GCU")]
    [InlineData("count", 12, "12")]
    [InlineData("widgets", 12, "12widgets")]
    [InlineData("", 12, "12")]
    public void Values_are_read_in_their_unit_and_shown_in_one_that_fits(string unit, long value, string text) =>
        Assert.StartsWith($"v: {text}, top", Text(Read(Stacks.Of(new SampleType("v", unit), ("f", value)))), StringComparison.Ordinal);

    [Fact]
    public void Unit_fits_the_smallest_row_that_is_shown()
    {
        ProfileReport report = Read(Stacks.Of(new SampleType("inuse_space", "bytes"), ("Large", 1_152_000_000), ("Small", 2_500_000)));

        Assert.Contains("2.38MB", Text(report), StringComparison.Ordinal);
        Assert.DoesNotContain("GB", Text(report), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/usr/lib/libfoo.so", "[libfoo.so]")]
    [InlineData("", "<unknown>")]
    [InlineData(null, "<unknown>")]
    public void Place_without_a_function_is_named_by_its_file(string? file, string name)
    {
        Mapping? mapping = file is null ? null : new Mapping { Id = new MappingId(1), FileName = file, MemoryLimit = 0x9000 };
        Location[] places = [NoName(1, 0x1000, mapping), NoName(2, 0x2000, mapping)];
        ProfileData profile = new()
        {
            SampleTypes = [s_cpu],
            Mappings = mapping is null ? [] : [mapping],
            Locations = places,
            Samples = [.. places.Select(place => new Sample { Locations = [place], Values = [2] })],
        };

        Assert.Equal([new ProfileReportRow(name, 4, 4)], Read(profile).Rows);
    }

    [Fact]
    public void Control_characters_of_names_do_not_reach_the_terminal()
    {
        string text = Text(Read(Stacks.Of(s_cpu, ("evil\u001b[31m\n9.99s\r\t\u202ex\u2028y", 1))));

        Assert.Contains(@"evil\u001b[31m\n9.99s\r\t\u202ex\u2028y", text, StringComparison.Ordinal);
        Assert.DoesNotContain(text, c => char.IsControl(c) && c != '\n');
        Assert.Equal(3, text.Count(c => c == '\n'));
    }

    [Theory]
    [InlineData("malloc|new", "", "Alloc Work Main")]
    [InlineData("mal", "", "lock malloc Alloc Work Main")]
    [InlineData("m.*|Alloc", "Alloc", "Alloc Work Main")]
    [InlineData("Main|Work", "", "lock malloc Alloc Work Main")]
    [InlineData("Alloc|malloc", "", "Work Main")]
    [InlineData("(", "", "lock malloc Alloc Work Main")]
    public void Frames_that_the_profile_drops_go_with_all_they_called(string drop, string keep, string left)
    {
        ProfileData profile = Stacks.Of(s_cpu, ("lock malloc Alloc Work Main", 2));
        ProfileData dropping = new()
        {
            SampleTypes = profile.SampleTypes,
            Samples = profile.Samples,
            Locations = profile.Locations,
            Functions = profile.Functions,
            DropFrames = drop,
            KeepFrames = keep,
        };

        Assert.Equal(left.Split(' ').Order(), Read(dropping).Rows.Select(row => row.Function).Order());
        Assert.Equal(left.Split(' ').Order(), Page.PageText.Of(dropping).Profile.GetProperty("functions").EnumerateArray().Select(one => one.GetString()).Order());
    }

    [Theory]
    [InlineData(new byte[] { 0x28, 0xb5, 0x2f, 0xfd, 0, 0, 0 }, "zstd -d")]
    [InlineData(new byte[] { 0x1f, 0x8b, 8, 0, 0, 0 }, "gunzip")]
    [InlineData(new byte[] { 0x50, 0x4b, 3, 4, 0 }, "unzip")]
    public void Compressed_file_is_answered_with_the_command_that_unpacks_it(byte[] content, string says) =>
        AssertRefused(Pprof.TestSupport.ProtoOracle.Compress(content), says);

    [Theory]
    [InlineData("<!DOCTYPE html>\n<html><title>Sign in</title>", "page (HTML)")]
    [InlineData("\ufeff \n<HTML>", "page (HTML)")]
    [InlineData("Unknown profile\n", "'Unknown profile'")]
    [InlineData("{\"error\": \"no such thing\"}", "text and no profile")]
    [InlineData("Nettrace\u0014\0\0\0!FastSerialization.1", "dotnet pprof convert")]
    [InlineData("PERFILE2\u0001", "perf_to_profile")]
    [InlineData("go 1.22 trace\0\0\0", "go tool trace")]
    public void Other_content_is_recognised(string content, string says) => AssertRefused(System.Text.Encoding.UTF8.GetBytes(content), says);

    [Fact]
    public void Profile_without_sample_types_is_one_documented_exception()
    {
        byte[] file = GivenProfiles.Write(new ProfileData());

        Assert.ThrowsAny<FormatException>(() => ProfileReport.Read(new MemoryStream(file)));
        Assert.ThrowsAny<FormatException>(() => ProfileReport.Read(new MemoryStream(file), "cpu"));
        Assert.ThrowsAny<FormatException>(() => ProfilePage.Write(Stream.Null, file));
        Assert.ThrowsAny<FormatException>(() => ProfilePage.Write(Stream.Null, file, new ProfilePageOptions { SampleType = "cpu" }));
    }

    [Fact]
    public void Of_thousands_of_sample_types_an_error_names_some()
    {
        ProfileData profile = new() { SampleTypes = [.. Enumerable.Range(0, 3000).Select(i => new SampleType($"type{i}", "count"))] };
        ArgumentException error = Assert.Throws<ArgumentException>(() => ProfileReport.Read(new MemoryStream(GivenProfiles.Write(profile)), "cpu"));

        Assert.Contains("type19 and 2980 more", error.Message, StringComparison.Ordinal);
    }

    private static void AssertRefused(byte[] content, string says)
    {
        Assert.Contains(says, Assert.Throws<ProfileFormatException>(() => ProfileReport.Read(new MemoryStream(content))).Message, StringComparison.Ordinal);
        Assert.Contains(says, Assert.Throws<ProfileFormatException>(() => ProfilePage.Write(Stream.Null, content)).Message, StringComparison.Ordinal);
    }

    private static Location NoName(ulong id, ulong address, Mapping? mapping) => new() { Id = new LocationId(id), Address = address, Mapping = mapping };

    private static ProfileReport Read(ProfileData profile) => ProfileReport.Read(new MemoryStream(GivenProfiles.Write(profile)));

    private static string Text(ProfileReport report)
    {
        StringWriter text = new() { NewLine = "\n" };
        report.WriteTo(text);
        return text.ToString();
    }
}
