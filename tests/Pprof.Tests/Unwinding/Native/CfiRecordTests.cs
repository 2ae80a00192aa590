using System.Buffers.Binary;
using Pprof.Images;
using Pprof.Unwinding.Native;
using Xunit;

namespace Pprof.Tests.Unwinding.Native;

public sealed class CfiRecordTests
{
    [Theory]
    [InlineData(ulong.MaxValue)]
    [InlineData(ulong.MaxValue - 7)]
    [InlineData(ulong.MaxValue - 11)]
    [InlineData(long.MaxValue)]
    [InlineData(1UL << 32)]
    [InlineData(3UL)]
    [InlineData(0UL)]
    public void Long_length_that_cannot_be_true_is_no_record(ulong length)
    {
        byte[] bytes = new byte[64];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, uint.MaxValue);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(4), length);
        Assert.False(CfiRecord.TryRead(new Memory(bytes), 0, out _));
    }

    [Fact]
    public void Long_length_that_is_true_is_a_record()
    {
        byte[] bytes = new byte[64];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, uint.MaxValue);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(4), 4);
        Assert.True(CfiRecord.TryRead(new Memory(bytes), 0, out CfiRecord record));
        Assert.True(record.IsCommon);
        Assert.Equal(16UL, record.Next);
    }

    private sealed class Memory(byte[] bytes) : IMemoryReader
    {
        public bool TryRead(ulong address, Span<byte> destination)
        {
            bool isInside = address <= (ulong)bytes.Length && (ulong)destination.Length <= (ulong)bytes.Length - address;
            if (isInside)
            {
                bytes.AsSpan((int)address, destination.Length).CopyTo(destination);
            }

            return isInside;
        }
    }
}
