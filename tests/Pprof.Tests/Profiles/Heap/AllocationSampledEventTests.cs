using System.Buffers.Binary;
using System.Text;
using Pprof.Profiles.Heap;
using Xunit;

namespace Pprof.Tests.Profiles.Heap;

/// <summary>The payload of the runtime's event.</summary>
public sealed class AllocationSampledEventTests
{
    [Theory]
    [InlineData("System.String")]
    [InlineData("")]
    [InlineData("N.Größe`1[System.Int32]")]
    public void Fields_are_read(string type)
    {
        Assert.True(AllocationSampledEvent.TryRead(Payload(type, 48), out AllocationSampledEvent sampled));

        Assert.Equal(type, sampled.TypeName.ToString());
        Assert.Equal((0x7f00_1234_5678UL, 48L), (sampled.Address, sampled.Size));
    }

    [Fact]
    public void Payload_that_ends_early_is_refused_wherever_it_ends()
    {
        byte[] payload = Payload("System.Int32[]", 48);

        // The last field is not needed.
        for (int length = 0; length < payload.Length - sizeof(long); length++)
        {
            Assert.False(AllocationSampledEvent.TryRead(payload.AsSpan(0, length), out _), $"{length} bytes");
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-8)]
    public void Size_that_no_object_has_is_refused(long size) => Assert.False(AllocationSampledEvent.TryRead(Payload("T", size), out _));

    private static byte[] Payload(string type, long size)
    {
        byte[] name = Encoding.Unicode.GetBytes(type + "\0");
        byte[] payload = new byte[14 + name.Length + 24];
        name.CopyTo(payload, 14);
        BinaryPrimitives.WriteInt64LittleEndian(payload.AsSpan(14 + name.Length), 0x7f00_1234_5678);
        BinaryPrimitives.WriteInt64LittleEndian(payload.AsSpan(22 + name.Length), size);
        return payload;
    }
}
