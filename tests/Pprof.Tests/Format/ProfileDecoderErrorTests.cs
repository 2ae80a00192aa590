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
