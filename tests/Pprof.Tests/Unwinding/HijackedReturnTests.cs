using System.Runtime.InteropServices;
using Pprof.Unwinding;
using Xunit;

namespace Pprof.Tests.Unwinding;

public sealed class HijackedReturnTests
{
    [Fact]
    public void The_original_stands_before_the_word_that_names_the_place()
    {
        ulong[] thread = [0, 0x7000, 0x4444_1000, 0x7ffe_0008, 0x9999];

        Assert.True(HijackedReturn.TryFind(MemoryMarshal.AsBytes<ulong>(thread), 0x7ffe_0008, out ulong original));
        Assert.Equal(0x4444_1000UL, original);
    }

    [Fact]
    public void A_thread_that_does_not_name_the_place_tells_nothing()
    {
        Assert.False(HijackedReturn.TryFind(MemoryMarshal.AsBytes<ulong>([1, 2, 3]), 0x7ffe_0008, out _));
        Assert.False(HijackedReturn.TryFind([], 0x7ffe_0008, out _));
    }

    [Fact]
    public void A_place_in_the_first_word_has_no_original() =>
        Assert.False(HijackedReturn.TryFind(MemoryMarshal.AsBytes<ulong>([0x7ffe_0008, 2]), 0x7ffe_0008, out _));
}
