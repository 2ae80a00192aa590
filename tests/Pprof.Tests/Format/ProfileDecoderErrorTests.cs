using System.Text;
using Pprof.Format;
using Pprof.TestSupport;
using Xunit;

namespace Pprof.Tests.Format;

public sealed class ProfileDecoderErrorTests
{
    public static TheoryData<string> Names => [.. MalformedProfiles.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Malformed_file_is_refused_with_what_is_wrong(string name)
    {
        (byte[] file, string says) = MalformedProfiles.All[name];
        Assert.Contains(says, Assert.Throws<ProfileFormatException>(() => ProfileDecoder.Read(file)).Message, StringComparison.Ordinal);
        Assert.Throws<ProfileFormatException>(() => ProfileDecoder.Read(new MemoryStream(file)));
    }

    /// <summary>The rules are the tool's: what we refuse, it refuses too.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void Malformed_file_is_refused_by_the_pprof_tool_too(string name)
    {
        GoPprof.Require();
        Assert.NotEqual(0, GoPprof.Run(MalformedProfiles.All[name].File, "-symbolize=none", "-raw").ExitCode);
    }

    /// <summary>The tool does read these, so the error says how to have them converted.</summary>
    [Theory]
    [InlineData("heap profile: 1: 2 [3: 4] @ heap/1024\n")]
    [InlineData("--- contention:\ncycles/second=1\n")]
    [InlineData("goroutine profile: total 3\n3 @ 0x1\n")]
    [InlineData("\0\0\0\0\u0003\0\0\0\0\0\0\0\u0010'\0\0")]
    [InlineData("\0\0\0\0\0\0\0\0\u0003\0\0\0\0\0\0\0")]
    [InlineData("\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\u0003")]
    [InlineData("\0\0\0\0\0\0\0\u0003\0\0\0\0")]
    public void Older_format_is_refused_with_the_way_to_convert_it(string content)
    {
        byte[] file = Encoding.ASCII.GetBytes(content);
        Assert.Contains("go tool pprof -proto", Assert.Throws<ProfileFormatException>(() => ProfileDecoder.Read(file)).Message, StringComparison.Ordinal);
        Assert.Contains("go tool pprof -proto", Assert.Throws<ProfileFormatException>(() => ProfileDecoder.Read(ProtoOracle.Compress(file))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void File_cut_at_any_byte_is_refused()
    {
        byte[] file = GivenProfiles.Write(GivenProfiles.Small());
        for (int length = 0; length < file.Length; length++)
        {
            Assert.Throws<ProfileFormatException>(() => ProfileDecoder.Read(file.AsSpan(0, length)));
        }
    }
}
