using Pprof.Unwinding.Native;
using Xunit;

namespace Pprof.Tests.Unwinding.Native;

public sealed class CommonInformationTests
{
    [Theory]
    [InlineData("", new byte[0], 0x00, false)]
    [InlineData("zR", new byte[] { 0x1b }, 0x1b, false)]
    [InlineData("zRS", new byte[] { 0x1b }, 0x1b, true)]
    [InlineData("zPLR", new byte[] { 0x9b, 1, 2, 3, 4, 0x1b, 0x1b }, 0x1b, false)]
    [InlineData("zPLR", new byte[] { 0x00, 1, 2, 3, 4, 5, 6, 7, 8, 0x1b, 0x03 }, 0x03, false)]
    [InlineData("zRX", new byte[] { 0x1b, 9, 9, 9 }, 0x1b, false)]
    public void Augmentation_gives_the_encoding_of_addresses(string augmentation, byte[] data, byte encoding, bool isSignalFrame)
    {
        CommonInformation? common = Parse(CfiBytes.Common(augmentation, data, CfiBytes.AtEntry));

        Assert.Equal((encoding, isSignalFrame), (common!.AddressEncoding, common.IsSignalFrame));
        Assert.Equal((1UL, -8L, 16), (common.CodeAlignment, common.DataAlignment, common.ReturnColumn));
        Assert.Equal(CfiBytes.AtEntry, common.Instructions[..CfiBytes.AtEntry.Length]);
    }

    [Theory]
    [InlineData("eh")]
    [InlineData("R")]
    public void Augmentation_without_a_length_is_refused(string augmentation) =>
        Assert.Null(Parse(CfiBytes.Common(augmentation, [], CfiBytes.AtEntry)));

    [Fact]
    public void Version_that_is_not_known_is_refused() => Assert.Null(Parse(CfiBytes.Common("", [], CfiBytes.AtEntry, version: 9)));

    [Fact]
    public void Damaged_section_never_throws_and_never_reads_outside()
    {
        byte[] common = CfiBytes.Common("zR", [0], CfiBytes.AtEntry);
        byte[] good = [.. common, .. CfiBytes.Description(common, 0x1000, 256, [0x41, 0x0e, 16, 0x83, 2, 0x10, 3, 2, 0x77, 8], hasData: true), 0, 0, 0, 0];
        Random random = new(1);
        int compiled = 0;
        for (int i = 0; i < 20_000; i++)
        {
            byte[] damaged = [.. good];
            damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            FrameRecords records = new(new ArrayMemory(CfiBytes.Section, damaged), CfiBytes.Section);
            FrameDescription? description = records.Read(CfiBytes.Section + (ulong)common.Length);
            compiled += description is not null && CfiProgram.Compile(description, new UnwindRowBuilder()) is not null ? 1 : 0;
            EhFrameScan.TryRead(records, CfiBytes.Section, CfiBytes.Section + (ulong)damaged.Length);
        }

        Assert.InRange(compiled, 1, 19_999);
    }

    private static CommonInformation? Parse(byte[] record)
    {
        Assert.True(CfiRecord.TryRead(new ArrayMemory(CfiBytes.Section, record), CfiBytes.Section, out CfiRecord read));
        return CommonInformation.TryParse(read);
    }
}
