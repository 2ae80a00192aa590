using Pprof.Format;
using Pprof.TestSupport;
using Xunit;
using static Pprof.Format.ProfileSchema;
using static Pprof.Tests.Format.ProtoBytes;

namespace Pprof.Tests.Format;

public sealed class ProfileDecoderTests
{
    private static readonly byte[] Strings = Join(Text(Profile_StringTable, ""), Text(Profile_StringTable, "count"));

    [Fact]
    public void File_of_ours_is_read_back_whole() =>
        Assert.Equal(ProfileDataText.Of(GivenProfiles.Small()), ProfileDataText.Of(ProfileDecoder.Read(GivenProfiles.Write(GivenProfiles.Small()))));

    [Fact]
    public void Stream_and_bytes_give_the_same()
    {
        byte[] file = GivenProfiles.Write(GivenProfiles.Small());
        using TricklingStream stream = new(file);
        Assert.Equal(ProfileDataText.Of(ProfileDecoder.Read(file)), ProfileDataText.Of(ProfileDecoder.Read(stream)));
    }

    [Fact]
    public void Uncompressed_file_is_read() =>
        Assert.Equal(ProfileDataText.Of(GivenProfiles.Small()), ProfileDataText.Of(ProfileDecoder.Read(ProtoOracle.Decompress(GivenProfiles.Write(GivenProfiles.Small())))));

    [Fact]
    public void Several_gzip_members_are_one_file()
    {
        byte[] message = ProtoOracle.Decompress(GivenProfiles.Write(GivenProfiles.Small()));
        byte[] file = Join(ProtoOracle.Compress(message.AsSpan(0, 50)), ProtoOracle.Compress([]), ProtoOracle.Compress(message.AsSpan(50)));
        Assert.Equal(ProfileDataText.Of(GivenProfiles.Small()), ProfileDataText.Of(ProfileDecoder.Read(file)));
    }

    /// <summary>The decompressor reads blocks of some kilobytes; the end of the file must be found wherever it lies in one.</summary>
    [Fact]
    public void Gzip_file_of_any_size_is_read_to_its_end()
    {
        byte[] noise = new byte[20_000];
        new Random(1).NextBytes(noise);
        for (int size = 7_900; size < 16_600; size += size % 100 < 50 ? 1 : 50)
        {
            byte[] message = Join(Strings, Message(100, noise[..size]));
            Assert.Empty(ProfileDecoder.Read(ProtoOracle.Compress(message)).Samples);
        }
    }

    [Fact]
    public void Messages_may_come_before_what_they_refer_to()
    {
        ProfileData profile = ProfileDecoder.Read(Join(
            Message(Profile_Sample, Varint(Sample_LocationId, 5), Varint(Sample_Value, 9)),
            Message(Profile_Location, Varint(Location_Id, 5), Varint(Location_MappingId, 8), Message(Location_Line, Varint(Line_FunctionId, 6))),
            Message(Profile_Function, Varint(Function_Id, 6), Varint(Function_Name, 1)),
            Message(Profile_Mapping, Varint(Mapping_Id, 8)),
            Message(Profile_SampleType, Varint(ValueType_Type, 1)),
            Varint(Profile_DefaultSampleType, 1),
            Strings));
        Assert.Equal("count", profile.Samples[0].Locations[0].Lines[0].Function.Name);
        Assert.Same(profile.Mappings[0], profile.Locations[0].Mapping);
        Assert.Equal("count", profile.DefaultSampleType);
    }

    [Fact]
    public void Lists_are_read_packed_and_unpacked_and_mixed()
    {
        ProfileData profile = ProfileDecoder.Read(Join(
            Strings,
            Message(Profile_SampleType, Varint(ValueType_Type, 1)),
            Message(Profile_Location, Varint(Location_Id, 1)),
            Message(Profile_Location, Varint(Location_Id, 300)),
            Message(
                Profile_Sample,
                Varint(Sample_LocationId, 1),
                Message(Sample_LocationId, [0xac, 0x02, 0x01]),
                Message(Sample_Value, [0x05]))));
        Assert.Equal([1UL, 300UL, 1UL], profile.Samples[0].Locations.Select(l => l.Id.Value));
        Assert.Equal([5L], profile.Samples[0].Values);
    }

    [Fact]
    public void Unknown_fields_are_skipped_in_every_message()
    {
        byte[] unknown = Join(Varint(77, 1), Fixed64(78), Message(79, [1, 2, 3]), Fixed32(80));
        ProfileData profile = ProfileDecoder.Read(Join(
            unknown,
            Strings,
            Message(Profile_SampleType, unknown, Varint(ValueType_Type, 1)),
            Message(Profile_Mapping, unknown, Varint(Mapping_Id, 1)),
            Message(Profile_Function, unknown, Varint(Function_Id, 1)),
            Message(Profile_Location, unknown, Varint(Location_Id, 1), Message(Location_Line, unknown, Varint(Line_FunctionId, 1))),
            Message(Profile_Sample, unknown, Varint(Sample_LocationId, 1), Varint(Sample_Value, 5), Message(Sample_Label, unknown, Varint(Label_Key, 1)))));
        Assert.Equal("count", profile.Samples[0].Labels[0].Key);
        Assert.Single(profile.Locations[0].Lines);
    }

    [Fact]
    public void Mapping_that_is_not_there_counts_as_none() =>
        Assert.Null(ProfileDecoder.Read(Join(Strings, Message(Profile_Location, Varint(Location_Id, 1), Varint(Location_MappingId, 4)))).Locations[0].Mapping);

    [Fact]
    public void Bytes_that_are_no_text_become_replacement_characters()
    {
        ProfileData profile = ProfileDecoder.Read(Join(Strings, Message(Profile_StringTable, [0xff, 0x41]), Varint(Profile_Comment, 2)));
        Assert.Equal(["\uFFFDA"], profile.Comments);
    }

    [Fact]
    public void Exception_of_the_stream_passes_unchanged()
    {
        InvalidDataException failure = new("the stream's own, though gzip has the same");
        Assert.Same(failure, Assert.Throws<InvalidDataException>(() => ProfileDecoder.Read(new UnreadableStream(failure))));
    }

    [Fact]
    public void Stream_is_left_open()
    {
        MemoryStream stream = new(GivenProfiles.Write(GivenProfiles.Small()));
        ProfileDecoder.Read(stream);
        Assert.True(stream.CanRead);
    }

    /// <summary>A byte or two at a time, as a network may do.</summary>
    private sealed class TricklingStream(byte[] content) : MemoryStream(content)
    {
        public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(count, 1 + (int)(Position % 2)));
    }

    private sealed class UnreadableStream(Exception failure) : MemoryStream
    {
        public override int Read(byte[] buffer, int offset, int count) => throw failure;
    }
}
