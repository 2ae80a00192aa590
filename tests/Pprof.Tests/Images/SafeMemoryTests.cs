using Pprof.Images;
using Pprof.TestSupport;
using Xunit;

namespace Pprof.Tests.Images;

public sealed class SafeMemoryTests
{
    [Fact]
    public unsafe void Word_is_read_where_it_stands()
    {
        int local = 4711;

        Assert.True(SafeMemory.TryRead((ulong)&local, out int copy));
        Assert.Equal(4711, copy);
    }

    [Fact]
    public void Word_that_is_not_mapped_is_false_and_zero()
    {
        Assert.False(SafeMemory.TryRead(8, out ulong value));
        Assert.Equal(0UL, value);
    }

    [Fact]
    public void Nothing_can_be_read_everywhere() => Assert.True(SafeMemory.TryRead(0, Span<byte>.Empty));

    [Fact]
    public unsafe void Reading_does_not_allocate()
    {
        long local = 1;
        nint address = (nint)(&local);
        long sum = Read(&local);

        Assert.Equal(0, Allocation.LeastOf(() => sum = Read((long*)address)));
        Assert.Equal(100, sum);
    }

    private static unsafe long Read(long* address)
    {
        long sum = 0;
        for (int i = 0; i < 100; i++)
        {
            sum += SafeMemory.TryRead((ulong)address, out long value) ? value : 0;
        }

        return sum;
    }
}
