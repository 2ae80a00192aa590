using Pprof.TestSupport;
using static Pprof.Format.ProfileSchema;
using static Pprof.Tests.Format.ProtoBytes;

namespace Pprof.Tests.Format;

/// <summary>Files that are no profiles: what is wrong with each, its bytes, and words that the error must contain.</summary>
internal static class MalformedProfiles
{
    private static readonly byte[] Strings = Join(Text(Profile_StringTable, ""), Text(Profile_StringTable, "count"));
    private static readonly byte[] Types = Join(Strings, Message(Profile_SampleType, Varint(ValueType_Type, 1)));
    private static readonly byte[] Whole = GivenProfiles.Write(GivenProfiles.Small());
    private static readonly byte[] Raw = ProtoOracle.Decompress(Whole);

    public static IReadOnlyDictionary<string, (byte[] File, string Says)> All { get; } = new Dictionary<string, (byte[], string)>
    {
        ["no bytes"] = ([], "empty"),
        ["gzip of no bytes"] = (ProtoOracle.Compress([]), "empty"),
        ["text"] = ("This is not a profile at all.\n"u8.ToArray(), "text and no profile"),
        ["gzip magic alone"] = ([0x1f, 0x8b], "gzip data are"),
        ["gzip without its end"] = (Whole[..^1], "gzip data are"),
        ["half a gzip"] = (Whole[..(Whole.Length / 2)], "gzip data are"),
        ["gzip with another checksum"] = (Flip(Whole, Whole.Length - 6), "gzip data are"),
        ["gzip with bytes behind it"] = (Join(Whole, [1, 2, 3]), "truncated, or other data follow"),
        ["half a message"] = (Raw[..(Raw.Length / 2)], "are announced"),
        ["two profiles in one gzip"] = (ProtoOracle.Compress(Join(Raw, Raw)), "concatenated"),
        ["two gzip'd profiles"] = (Join(Whole, Whole), "concatenated"),
        ["no strings"] = (Varint(Profile_Period, 1), "no string table"),
        ["first string not empty"] = (Text(Profile_StringTable, "cpu"), "first string"),
        ["string index too large"] = (Join(Strings, Message(Profile_SampleType, Varint(ValueType_Type, 2))), "ValueType, field 1 at byte 11: string 2"),
        ["string index negative"] = (Join(Strings, Message(Profile_Function, Varint(Function_Id, 1), Varint(Function_Name, ulong.MaxValue))), "Function, field 2"),
        ["header string too large"] = (Join(Strings, Varint(Profile_DocUrl, 9)), "header: string 9"),
        ["comment too large"] = (Join(Strings, Varint(Profile_Comment, 9)), "header: string 9"),
        ["field number 0"] = ([0x00, 0x01], "no field number"),
        ["group"] = ([0x83, 0x05], "wire type 3 is unknown"),
        ["wire type 7"] = ([0x87, 0x05], "wire type 7 is unknown"),
        ["text where a number belongs"] = (Join(Strings, Text(Profile_Period, "9")), "wire type 2 where 0 is expected"),
        ["number where a message belongs"] = (Join(Strings, Varint(Profile_Sample, 9)), "wire type 0 where 2 is expected"),
        ["fixed number where a list belongs"] = (Join(Types, Message(Profile_Sample, Fixed64(Sample_Value))), "wire type 1 where 0 is expected"),
        ["number cut off"] = ([0x48, 0xff], "end within a number"),
        ["number too long"] = ([0x48, .. Enumerable.Repeat((byte)0xff, 10), 0x01], "longer than 10 bytes"),
        ["length beyond the end"] = ([0x32, 0x05, 0x41], "5 bytes are announced and 1 are left"),
        ["length of 2^63"] = ([0x32, .. Enumerable.Repeat((byte)0x80, 9), 0x01], "9223372036854775808 bytes are announced"),
        ["fixed number cut off"] = ([0xf9, 0x04, 1, 2], "8 bytes are needed and 2 are left"),
        ["packed list cut within a number"] = (Join(Types, Message(Profile_Sample, Message(Sample_Value, [0x01, 0x80]), Varint(Sample_Value, 1))), "beyond its end"),
        ["samples without types"] = (Join(Strings, Message(Profile_Sample)), "0 values and the profile 0 sample types"),
        ["too few values"] = (Join(Types, Message(Profile_Sample)), "0 values and the profile 1 sample types"),
        ["too many values"] = (Join(Types, Message(Profile_Sample, Varint(Sample_Value, 1), Varint(Sample_Value, 1))), "2 values and the profile 1"),
        ["unknown location"] = (Join(Types, Message(Profile_Sample, Varint(Sample_LocationId, 4), Varint(Sample_Value, 1))), "no location 4"),
        ["location 0 in a stack"] = (Join(Types, Message(Profile_Sample, Varint(Sample_LocationId, 0), Varint(Sample_Value, 1))), "no location 0"),
        ["mapping without id"] = (Join(Strings, Message(Profile_Mapping)), "Mapping, field 0 at byte 11: the id is missing or 0"),
        ["function without id"] = (Join(Strings, Message(Profile_Function, Varint(Function_Name, 1))), "the id is missing or 0"),
        ["location with id 0"] = (Join(Strings, Message(Profile_Location, Varint(Location_Id, 0))), "the id is missing or 0"),
        ["two mappings of one id"] = (Join(Strings, Twice(Message(Profile_Mapping, Varint(Mapping_Id, 3)))), "two of id 3"),
        ["two functions of one id"] = (Join(Strings, Twice(Message(Profile_Function, Varint(Function_Id, 1)))), "two of id 1"),
        ["two locations of one id"] = (Join(Strings, Twice(Message(Profile_Location, Varint(Location_Id, ulong.MaxValue)))), "two of id 18446744073709551615"),
        ["line of an unknown function"] = (Join(Strings, Message(Profile_Location, Varint(Location_Id, 1), Message(Location_Line, Varint(Line_FunctionId, 2)))), "no function 2"),
        ["line of no function"] = (Join(Strings, Message(Profile_Location, Varint(Location_Id, 1), Message(Location_Line))), "no function 0"),
    };

    private static byte[] Twice(byte[] bytes) => Join(bytes, bytes);

    private static byte[] Flip(byte[] bytes, int at)
    {
        byte[] copy = [.. bytes];
        copy[at] ^= 0x10;
        return copy;
    }
}
