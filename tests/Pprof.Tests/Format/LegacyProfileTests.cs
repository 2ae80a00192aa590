using System.Text;
using Pprof.Format;
using Pprof.Reporting;
using Pprof.TestSupport;
using Xunit;

namespace Pprof.Tests.Format;

/// <summary>The formats from before profile.proto are read as the pprof tool reads them.</summary>
public sealed class LegacyProfileTests
{
    public static TheoryData<string> Names => [.. LegacyFiles.Texts.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Text_is_read_as_the_pprof_tool_reads_it(string name) =>
        AssertAlike(Encoding.UTF8.GetBytes(LegacyFiles.Texts[name]));

    [Theory]
    [InlineData(4, false, false)]
    [InlineData(4, true, false)]
    [InlineData(8, false, false)]
    [InlineData(8, true, false)]
    [InlineData(8, false, true)]
    public void Binary_is_read_as_the_pprof_tool_reads_it(int size, bool isBigEndian, bool isJava) =>
        AssertAlike(LegacyFiles.Binary(size, isBigEndian, isJava));

    [Fact]
    public void Compressed_text_is_read_too() =>
        Assert.Equal(
            7, ProfileDecoder.Read(
            ProtoOracle.Compress(Encoding.UTF8.GetBytes(LegacyFiles.Texts["count"]))).Samples.Sum(
            sample => sample.Values[0]));

    [Theory]
    [InlineData("goroutine profile: total 7\n4 @ nonsense\n", "line 2")]
    [InlineData("heap profile: 5: 4608 [9: 9216] @ heap/1048576\nx\n", "line 2")]
    [InlineData("heap profile: 5: 4608 [9: 9216] @ heap/1048576\n0: 1 [0: 0] @ 0x1\n", "0 objects")]
    [InlineData("heap profile: 1: 1 [1: 1] @ strange/1\n", "not known")]
    [InlineData("--- contention:\ncolour=red\n", "'colour'")]
    [InlineData("goroutine profile: total 1\n99999999999999999999 @ 0x1\n", "no number of 64 bits")]
    [InlineData("goroutine profile: total 1\n1 @ 0x11112222333344445\n", "more than 64 bits")]
    public void Damaged_text_is_told_with_its_line(string text, string says) => Assert.Contains(
        says, Assert.Throws<ProfileFormatException>(() => ProfileDecoder.Read(Encoding.UTF8.GetBytes(text))).Message,
            StringComparison.Ordinal);

    [Fact]
    public void Damaged_files_are_read_or_refused_and_nothing_else()
    {
        byte[][] seeds = [.. LegacyFiles.All];
        ReadLimits limits = new(Bytes: 1 << 20, MemoryBytes: 8 << 20);
        Random random = new(20_261_129);
        int read = 0;
        for (int i = 0; i < 20_000; i++)
        {
            byte[] file = Mutation.Of(seeds, random);
            try
            {
                ProfileDecoder.Read(file, limits).WriteTo(Stream.Null);
                read++;
            }
            catch (ProfileFormatException)
            {
            }
        }

        Assert.InRange(read, 1000, 19_000);
    }

    private static void AssertAlike(byte[] file)
    {
        GoPprof.Require();
        ToolResult tool = GoPprof.Run(file, "-raw", "-symbolize=none");
        Assert.True(tool.ExitCode == 0, tool.Error);
        StringWriter text = new() { NewLine = "\n" };
        ProfileData read = ProfileDecoder.Read(file);
        ReportWriter.Write(
            text, ProfileSet.Merge([read]), ReportKind.Raw, new ReportOptions(),
            new ReadBudget(ReadLimits.Default, file.Length), _ => { });
        Assert.Equal(Lines(tool.Output), Lines(text.ToString()));
        Assert.NotEmpty(read.DropFrames);
    }

    private static string[] Lines(string text) =>
        [.. RawText.WithoutEmptyMapping(text).TrimEnd('\n').Split('\n').Select(line => line.TrimEnd())
            .Where(line => !line.StartsWith("Duration:", StringComparison.Ordinal))];
}
