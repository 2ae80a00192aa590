using Google.Protobuf;

namespace Pprof.Tests.Format;

/// <summary>Hand-made messages, written field by field: also those that no writer would write.</summary>
internal static class ProtoBytes
{
    public static byte[] Varint(int field, ulong value) => Write(output =>
    {
        output.WriteTag(field, WireFormat.WireType.Varint);
        output.WriteUInt64(value);
    });

    public static byte[] Fixed64(int field) => Write(output =>
    {
        output.WriteTag(field, WireFormat.WireType.Fixed64);
        output.WriteFixed64(7);
    });

    public static byte[] Fixed32(int field) => Write(output =>
    {
        output.WriteTag(field, WireFormat.WireType.Fixed32);
        output.WriteFixed32(7);
    });

    public static byte[] Message(int field, params byte[][] content) => Write(output =>
    {
        output.WriteTag(field, WireFormat.WireType.LengthDelimited);
        output.WriteBytes(ByteString.CopyFrom(Join(content)));
    });

    public static byte[] Text(int field, string text) => Message(field, System.Text.Encoding.UTF8.GetBytes(text));

    public static byte[] Join(params byte[][] parts) => [.. parts.SelectMany(part => part)];

    private static byte[] Write(Action<CodedOutputStream> write)
    {
        MemoryStream stream = new();
        CodedOutputStream output = new(stream);
        write(output);
        output.Flush();
        return stream.ToArray();
    }
}
