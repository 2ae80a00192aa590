using Pprof.Runtime.DebugInfo;
using Xunit;

namespace Pprof.Tests.Runtime.DebugInfo;

public sealed class BoundsReaderTests
{
    // Four entries with four bits for each number, as the JIT wrote it for a method that only makes a call:
    // prolog at 0, IL 0 at 10, IL 5 at 20, epilog at 26.
    private const string Bounds = "3403" + "42E8A3A100";

    [Fact]
    public void Entries_become_a_map()
    {
        NativeMap map = BoundsReader.Read(Convert.FromHexString(Bounds), 2)!;

        Assert.Equal(4, map.Count);
        Assert.Equal(NativeMap.Prolog, map.ILOffsetAt(0));
    }

    // The same entries with a third bit each for their source, as .NET 11 has them.
    [Fact]
    public void Entries_with_three_bits_for_their_source_become_the_same_map()
    {
        NativeMap two = BoundsReader.Read(Convert.FromHexString(Bounds), 2)!;
        NativeMap three = BoundsReader.Read(Convert.FromHexString("3403" + "82908F0C0500"), 3)!;

        Assert.All(Enumerable.Range(0, 40), at => Assert.Equal(two.ILOffsetAt((uint)at), three.ILOffsetAt((uint)at)));
        Assert.Equal((0, NativeMap.Epilog), (three.ILOffsetAt(14), three.ILOffsetAt(20)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("3403")]
    [InlineData("340342E8A3A1")]
    [InlineData("340342E8A3A10001")]
    [InlineData("0403")]
    [InlineData("FFFFFFFFFFFFFFFF")]
    public void Bytes_that_the_entries_do_not_fill_or_that_go_on_behind_them_are_refused(string hex) =>
        Assert.Null(BoundsReader.Read(Convert.FromHexString(hex), 2));

    // As the JIT wrote it for a method that only jumps on: all three entries at offset 0, and 32 bytes of nothing.
    [Fact]
    public void Zeros_behind_the_entries_are_padding()
    {
        NativeMap map = BoundsReader.Read(Convert.FromHexString("03014A0B" + new string('0', 64)), 2)!;

        Assert.Equal((3, NativeMap.Epilog), (map.Count, map.ILOffsetAt(0)));
    }

    // Three entries, native deltas of no bits at all (0 - 1 as eleven nibbles), IL offsets of two: prolog, IL 0 and epilog of a lone return.
    [Fact]
    public void Body_of_one_instruction_has_no_bits_for_deltas()
    {
        NativeMap map = BoundsReader.Read(Convert.FromHexString("B3FFFFFFFF7F01" + "E602"), 2)!;

        Assert.Equal((3, NativeMap.Epilog), (map.Count, map.ILOffsetAt(0)));
    }

    [Fact]
    public void Any_damage_gives_a_map_or_null_but_no_exception()
    {
        Random random = new(1);
        for (int i = 0; i < 20_000; i++)
        {
            byte[] bytes = Convert.FromHexString(Bounds);
            bytes[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8));
            _ = BoundsReader.Read(bytes, 2 + i % 2)?.ILOffsetAt((uint)random.Next(40));
        }
    }
}
