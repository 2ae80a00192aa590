using Google.Protobuf;
using Pprof.Format;
using Xunit;

namespace Pprof.Tests.Format;

public sealed class ProtoWriterTests
{
    [Theory]
    [InlineData(0UL)]
    [InlineData(1UL)]
    [InlineData(127UL)]
    [InlineData(128UL)]
    [InlineData(16_383UL)]
    [InlineData(16_384UL)]
    [InlineData(uint.MaxValue)]
    [InlineData(1UL << 63)]
    [InlineData(ulong.MaxValue)]
    public void Number_is_read_back_by_the_official_library(ulong value)
    {
        CodedInputStream input = Write(writer => writer.UInt64(3, value));
        Assert.Equal(WireFormat.MakeTag(3, WireFormat.WireType.Varint), input.ReadTag());
        Assert.Equal(value, input.ReadUInt64());
        Assert.True(input.IsAtEnd);
    }

    [Fact]
    public void Zero_of_an_optional_field_is_not_written() =>
        Assert.True(Write(writer =>
        {
            writer.UInt64Opt(1, 0);
            writer.Int64Opt(2, 0);
            writer.BoolOpt(3, false);
        }).IsAtEnd);

    /// <summary>127 is the last length of one byte; 16,384 needs three, and a buffer larger than the first one.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(126)]
    [InlineData(127)]
    [InlineData(128)]
    [InlineData(129)]
    [InlineData(16_383)]
    [InlineData(16_384)]
    [InlineData(70_000)]
    public void Nested_message_of_any_length_has_its_length_and_content(int length)
    {
        CodedInputStream input = Write(writer =>
        {
            int outer = writer.BeginMessage(1);
            int inner = writer.BeginMessage(2);
            for (int i = 0; i < length; i++)
            {
                // Two bytes each, so the length is even but for the last.
                writer.UInt64(3, 5);
            }

            writer.EndMessage(inner);
            writer.EndMessage(outer);
            writer.UInt64(4, 6);
        });

        input.ReadTag();
        int outerLength = input.ReadLength();
        Assert.Equal(WireFormat.MakeTag(2, WireFormat.WireType.LengthDelimited), input.ReadTag());
        Assert.Equal(2 * length, input.ReadLength());
        Assert.Equal(outerLength, 1 + CodedOutputStream.ComputeLengthSize(2 * length) + (2 * length));
        for (int i = 0; i < length; i++)
        {
            Assert.Equal(WireFormat.MakeTag(3, WireFormat.WireType.Varint), input.ReadTag());
            Assert.Equal(5UL, input.ReadUInt64());
        }

        input.ReadTag();
        Assert.Equal(6UL, input.ReadUInt64());
    }

    [Theory]
    [InlineData("")]
    [InlineData("cpu")]
    [InlineData("é漢\U0001F600")]
    public void String_is_read_back_by_the_official_library(string value)
    {
        CodedInputStream input = Write(writer => writer.String(6, value));
        input.ReadTag();
        Assert.Equal(value, input.ReadString());
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(2, false)]
    [InlineData(3, true)]
    [InlineData(500, true)]
    public void List_is_packed_from_three_elements_on(int count, bool packed)
    {
        ulong[] values = [.. Enumerable.Range(0, count).Select(i => (ulong)i << i % 60)];
        CodedInputStream input = Write(writer => writer.Repeated(1, values));
        Assert.Equal(packed ? WireFormat.WireType.LengthDelimited : WireFormat.WireType.Varint, WireFormat.GetTagWireType(input.PeekTag()));
    }

    [Fact]
    public void Full_buffer_goes_out_between_messages_and_not_within()
    {
        MemoryStream stream = new();
        ProtoWriter writer = new(stream);
        int start = writer.BeginMessage(1);
        for (int i = 0; i < 10_000; i++)
        {
            writer.UInt64(3, 5);
        }

        Assert.Equal(0, stream.Length);
        writer.EndMessage(start);
        writer.FlushWhenFull();
        Assert.Equal(1 + 3 + 20_000, stream.Length);
    }

    private static CodedInputStream Write(Action<ProtoWriter> write)
    {
        MemoryStream stream = new();
        ProtoWriter writer = new(stream);
        write(writer);
        writer.Flush();
        return new CodedInputStream(stream.ToArray());
    }
}
