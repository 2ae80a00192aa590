using Pprof.Images;
using Xunit;

namespace Pprof.Tests.Images;

public sealed class ByteCursorTests
{
    [Theory]
    [InlineData(new byte[] { 0x02 }, 2UL, 2L)]
    [InlineData(new byte[] { 0x7f }, 127UL, -1L)]
    [InlineData(new byte[] { 0x80, 0x01 }, 128UL, 128L)]
    [InlineData(new byte[] { 0xff, 0x7e }, 16255UL, -129L)]
    [InlineData(new byte[] { 0x80, 0x7f }, 16256UL, -128L)]
    [InlineData(new byte[] { 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01 }, ulong.MaxValue, -1L)]
    [InlineData(new byte[] { 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x00 }, 0UL, 0L)]
    public void Leb128_numbers_are_read(byte[] bytes, ulong plain, long withSign)
    {
        ByteCursor first = new(bytes);
        ByteCursor second = new(bytes);

        Assert.Equal((plain, withSign), (first.Unsigned(), second.Signed()));
        Assert.True(first.IsAtEnd && second.IsAtEnd && !first.IsBroken && !second.IsBroken);
    }

    [Fact]
    public void Reading_past_the_end_breaks_the_cursor_and_yields_zeros()
    {
        ByteCursor cursor = new([1, 2, 3]);

        Assert.Equal(0UL, cursor.UInt64());
        Assert.True(cursor.IsBroken && cursor.IsAtEnd);
        Assert.Equal((byte)0, cursor.Byte());
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(4)]
    [InlineData(long.MaxValue / 2)]
    public void Jump_out_of_the_data_breaks_the_cursor(long distance)
    {
        ByteCursor cursor = new([1, 2, 3]);

        cursor.Skip(distance);

        Assert.True(cursor.IsBroken);
    }

    [Fact]
    public void Text_without_its_zero_breaks_the_cursor()
    {
        ByteCursor good = new([65, 66, 0, 7]);
        ByteCursor bad = new([65, 66]);

        Assert.Equal("AB"u8, good.ZeroTerminated());
        Assert.Equal((byte)7, good.Byte());
        Assert.True(bad.ZeroTerminated().IsEmpty && bad.IsBroken);
    }
}
