using Pprof.Format;
using Pprof.TestSupport;
using Xunit;
using static Pprof.Format.ProfileSchema;
using static Pprof.Tests.Format.ProtoBytes;

namespace Pprof.Tests.Format;

/// <summary>A small file can neither take much memory nor much time.</summary>
public sealed class ProfileLimitsTests
{
    private static readonly byte[] Strings = Text(Profile_StringTable, "");

    [Fact]
    public void File_that_unpacks_beyond_the_limit_is_refused_without_being_unpacked()
    {
        byte[] file = ProtoOracle.Compress(new byte[64 << 20]);
        Assert.InRange(file.Length, 1, 1 << 20);
        long allocated = Allocated(() => AssertRefused(file, new ReadLimits(Bytes: 1 << 20), "larger than 1048576 bytes"));
        Assert.InRange(allocated, 0, 8 << 20);
    }

    [Fact]
    public void Uncompressed_file_beyond_the_limit_is_refused() =>
        AssertRefused(new byte[1001], new ReadLimits(Bytes: 1000), "larger than 1000 bytes");

    public static TheoryData<string> Bombs => ["samples", "strings", "locations", "values", "labels", "lines", "comments"];

    /// <summary>Two bytes in the file can be a hundred in memory, and two thousand of these compress to one byte.</summary>
    [Theory]
    [MemberData(nameof(Bombs))]
    public void Many_small_parts_are_refused_before_they_take_memory(string kind)
    {
        const int Limit = 4 << 20;
        byte[] file = Bomb(kind, 500_000);
        long allocated = Allocated(() => AssertRefused(file, new ReadLimits(MemoryBytes: Limit), "more memory than the limit"));

        // The file itself is read by doubling buffers, hence its size in addition.
        Assert.InRange(allocated, 0, 2 * (Limit + file.Length));
    }

    [Fact]
    public void Model_of_a_real_profile_takes_less_than_was_charged()
    {
        ProfileData[] profiles = [.. RandomProfiles.Take(50)];
        foreach (ProfileData profile in profiles)
        {
            byte[] message = ProtoOracle.Decompress(GivenProfiles.Write(profile));
            long charged = Charged(message);
            long allocated = Allocated(() => ProfileDecoder.Read(message));

            // A few empty lists and tables come with any profile.
            Assert.InRange(allocated, 0, charged + 8192);
        }
    }

    /// <summary>All these ids have the same default hash. With it, this would take some ten minutes.</summary>
    [Fact]
    public void Ids_chosen_to_collide_are_told_apart_quickly()
    {
        MemoryStream message = new();
        message.Write(Strings);
        for (ulong i = 1; i <= 500_000; i++)
        {
            message.Write(Message(Profile_Location, Varint(Location_Id, (i << 32) | i)));
        }

        Assert.Equal(500_000, ProfileDecoder.Read(message.ToArray()).Locations.Count);
    }

    private static byte[] Bomb(string kind, int count)
    {
        byte[] head = Join(Strings, Message(Profile_SampleType), Message(Profile_Function, Varint(Function_Id, 1)));
        byte[] Many(byte[] part) => [.. Enumerable.Repeat(part, count).SelectMany(bytes => bytes)];
        return Join(head, kind switch
        {
            "samples" => Many(Message(Profile_Sample)),
            "strings" => Many(Text(Profile_StringTable, "")),
            "locations" => Many(Message(Profile_Location)),
            "values" => Message(Profile_Sample, Message(Sample_Value, Many([1]))),
            "labels" => Message(Profile_Sample, Many(Message(Sample_Label))),
            "lines" => Message(Profile_Location, Varint(Location_Id, 1), Many(Message(Location_Line, Varint(Line_FunctionId, 1)))),
            "comments" => Message(Profile_Comment, Many([0])),
            _ => throw new ArgumentException(kind),
        });
    }

    /// <summary>The least limit under which the file is read.</summary>
    private static long Charged(byte[] message)
    {
        long low = 0, high = 1 << 24;
        while (low < high)
        {
            long middle = (low + high) / 2;
            bool fits = Record.Exception(() => ProfileDecoder.Read(message, new ReadLimits(MemoryBytes: middle))) is null;
            (low, high) = fits ? (low, middle) : (middle + 1, high);
        }

        return low;
    }

    private static void AssertRefused(byte[] file, ReadLimits limits, string says) => Assert.Contains(
        says,
        Assert.Throws<ProfileFormatException>(() => ProfileDecoder.Read(file, limits)).Message,
        StringComparison.Ordinal);

    private static long Allocated(Action action)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        action();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
