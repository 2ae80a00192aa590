using Pprof.Runtime.DebugInfo;
using Xunit;

namespace Pprof.Tests.Runtime.DebugInfo;

public sealed class NibbleReaderTests
{
    [Theory]
    [InlineData("00", 0u)]
    [InlineData("07", 7u)]
    [InlineData("09", 8u)]
    [InlineData("19", 9u)]
    [InlineData("7F", 63u)]
    [InlineData("F900", 120u)]
    [InlineData("FBFFFFFFFF07", uint.MaxValue)]
    public void Number_reads_most_significant_group_first(string hex, uint expected)
    {
        NibbleReader reader = new(Convert.FromHexString(hex));

        Assert.True(reader.TryRead(out uint value));
        Assert.Equal(expected, value);
    }

    [Theory]
    [InlineData("")]
    [InlineData("9F")]
    [InlineData("FFFFFFFFFFFF")]
    public void Unfinished_or_oversized_number_is_refused(string hex)
    {
        NibbleReader reader = new(Convert.FromHexString(hex));

        Assert.False(reader.TryRead(out _));
    }

    [Fact]
    public void Begun_byte_counts_as_read()
    {
        NibbleReader reader = new([0x21, 0x03]);

        Assert.True(reader.TryRead(out _));
        Assert.Equal(1, reader.NextByte);
        Assert.True(reader.TryRead(out _) && reader.TryRead(out _));
        Assert.Equal(2, reader.NextByte);
    }
}
